"""More items than Airflow maps: run in slices, on both versions, with a limit that is small enough to see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance.cases import all_cases
from tests.conformance.compare import differences
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.required import require_airflow

pytestmark = pytest.mark.xdist_group("airflow")

CASES = {case.id: case for case in all_cases()}
SLICED = {
    "foreach/seven": ("work", 3, 3),
    "foreach/none": ("work", 3, 0),
    "branch_in_foreach/default": ("pair", 2, 2),
    "nested_foreach/ragged": ("street", 3, 3),
}
"""The step, how many items are mapped at most, and the tasks of Airflow's that then run the step."""


@pytest.fixture(scope="module", params=["3.3", "2.11"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AirflowEngine]:
    require_airflow(request.param)
    engine = AirflowEngine(request.param)
    engine.start(tmp_path_factory.mktemp("airflow"))
    yield engine
    engine.stop()


@pytest.mark.parametrize("name", SLICED)
def test_items_are_run_in_slices(engine: AirflowEngine, name: str) -> None:
    step, length, tasks = SLICED[name]
    engine.settings = {"airflow": {"max-map-length": length}}
    case = CASES[name]
    triggered = engine.trigger(engine.deploy(case.file), case.parameters)
    answer = engine.driver.answer(120)
    assert answer["ended"] == "success"
    mapped = [index for task, index, _, _ in answer["tasks"] if task == step and index >= 0]
    assert mapped == list(range(tasks))
    assert differences(case, engine.store, triggered.flow, triggered.run) == []


def test_items_that_choose_their_own_ways_are_not(engine: AirflowEngine) -> None:
    engine.settings = {"airflow": {"max-map-length": 2}}
    case = CASES["switch_in_foreach/default"]
    triggered = engine.trigger(engine.deploy(case.file), case.parameters)
    assert engine.wait(triggered, 120) == "failed"
    assert "items: Airflow maps 2 at most" in engine.driver.log()
