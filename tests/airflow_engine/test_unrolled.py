"""Loops with a declared bound, written out in the DAG file, on both versions of Airflow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance.cases import all_cases
from tests.conformance.run_case import Result, run_case
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.required import require_airflow

pytestmark = pytest.mark.xdist_group("airflow")

CASES = {case.id: case for case in all_cases()}
BOUNDS = {
    "loop_to_itself/three": {"improve": 3},
    "loop_over_steps/once": {"grow": 3},
    "loop_several_exits/gone": {"attempt": 4},
    "nested_loops/stopped-later": {"begin_row": 2, "cell": 2},
    "branch_in_loop/default": {"probe": 4},
    "foreach_in_loop/default": {"dispatch": 3},
    "loop_in_foreach/default": {"collatz": 11},
    "loop_in_branch/default": {"poll": 4},
}


@pytest.fixture(scope="module", params=["3.3", "2.11"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AirflowEngine]:
    require_airflow(request.param)
    engine = AirflowEngine(request.param)
    engine.start(tmp_path_factory.mktemp("airflow"))
    yield engine
    engine.stop()


@pytest.mark.parametrize("name", BOUNDS)
def test_an_unrolled_loop_ends_well(engine: AirflowEngine, name: str) -> None:
    engine.settings = {"airflow": {"loop-bounds": BOUNDS[name]}}
    deployed = engine.deploy(CASES[name].file)
    text = (deployed.handle[1] / f"{deployed.handle[0]}.py").read_text(encoding="utf-8")
    assert "go_round" not in text
    assert run_case(engine, CASES[name]) == Result("passed")


def test_a_loop_that_goes_on_beyond_its_bound_fails_the_run(engine: AirflowEngine) -> None:
    engine.settings = {"airflow": {"loop-bounds": {"improve": 3}}}
    triggered = engine.trigger(engine.deploy(CASES["loop_to_itself/seven"].file), {"rounds": 7})
    assert engine.wait(triggered, 120) == "failed"
    assert "the loop at improve goes on after 3 passes: raise its loop-bound" in engine.driver.log()
