"""How runs end: hooks, and processes that are killed; on both versions of Airflow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc.client import Run
from flowc.client.places import find_run
from tests.airflow_engine.site import FLOWS
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.required import require_airflow

pytestmark = pytest.mark.xdist_group("airflow")


@pytest.fixture(scope="module", params=["3.3", "2.11"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AirflowEngine]:
    require_airflow(request.param)
    engine = AirflowEngine(request.param, settings={"airflow": {"loop-bounds": {}}})
    engine.start(tmp_path_factory.mktemp("airflow"))
    yield engine
    engine.stop()


@pytest.mark.parametrize(
    ("fail", "bounds", "line"),
    [
        ("", {"again": 2}, "well HookedFlow True"),
        ("", {}, "well HookedFlow True"),
        ("work", {}, "badly HookedFlow False"),
        ("again", {}, "badly HookedFlow False"),
    ],
)
def test_a_hook_runs_once_and_changes_nothing(
    engine: AirflowEngine, tmp_path: Path, fail: str, bounds: dict[str, int], line: str
) -> None:
    engine.settings = {"airflow": {"loop-bounds": bounds}}
    text = (FLOWS / "hooked.py").read_text(encoding="utf-8")
    (tmp_path / "flow.py").write_text(text.replace('"MARKS"', repr(str(tmp_path / "marks"))))
    triggered = engine.trigger(engine.deploy(tmp_path / "flow.py"), {"fail": fail})
    assert engine.wait(triggered, 120) == ("failed" if fail else "succeeded")
    assert (tmp_path / "marks").read_text().splitlines() == [line]


def test_a_killed_process_is_tried_again_and_then_caught(engine: AirflowEngine) -> None:
    triggered = engine.trigger(engine.deploy(FLOWS / "killed.py"), {})
    assert engine.wait(triggered, 120) == "succeeded"
    keys, _ = find_run(engine.store, triggered.flow, triggered.run)
    steps = {step.id: step for step in Run.at(engine.store, keys)}
    (end,) = steps["end"]
    assert end.data.caught == [False, True, False]
    assert end.data.attempts == [0, None, 1]
    attempts = {task.id: task.current_attempt for task in steps["work"]}
    assert attempts == {"r.0": 0, "r.1": 2, "r.2": 1}
