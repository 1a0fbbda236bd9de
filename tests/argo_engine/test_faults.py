"""Whatever breaks in mid-run, the run ends right."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from flowc.runtime_shim.store import open_store
from tests.argo_engine.conftest import S3
from tests.argo_engine.doing import (
    attempts,
    delete_pod,
    let_go,
    pods,
    start,
    steps_of,
    until,
    until_held,
)
from tests.engines.argo_standin.adapter import ArgoStandIn

pytestmark = pytest.mark.xdist_group("argo")

SECONDS = 120.0
GONE = 10.0
"""How long the store is not there."""


@pytest.mark.parametrize("grace", [5, 0])
def test_a_pod_that_is_evicted_or_killed_runs_again(engine: ArgoStandIn, flows: Path, grace: int) -> None:
    run = start(engine, flows / "held.py", width=2)
    until_held(engine, run.run, 0)
    until_held(engine, run.run, 1)
    first = next(pod for pod in pods(engine, run.run, "held") if "r.0" in _variables(pod)["FLOWC_PATH"])
    delete_pod(engine, first, grace)
    until_held(engine, run.run, 0, attempt=1)
    let_go(engine, run.run)
    assert engine.wait(run, SECONDS) == "succeeded"
    assert attempts(engine, run.run) == ["0-0", "0-1", "1-0"]
    assert steps_of(engine.store, run)["end"].task.data.doubles == [0, 2]


def test_a_pod_that_is_killed_is_caught(engine: ArgoStandIn, flows: Path) -> None:
    run = start(engine, flows / "caught.py")
    until_held(engine, run.run)
    (pod,) = pods(engine, run.run, "held")
    delete_pod(engine, pod, 0)
    assert engine.wait(run, SECONDS) == "succeeded"
    assert attempts(engine, run.run) == ["0-0"]
    data = steps_of(engine.store, run)["end"].task.data
    assert (data.was_caught, data.finished) == (True, False)


def test_a_controller_that_is_killed_goes_on_where_it_was(engine: ArgoStandIn, flows: Path) -> None:
    run = start(engine, flows / "held.py", width=2)
    until_held(engine, run.run, 0)
    engine.engine.end_process("standin", signal.SIGKILL)
    until_held(engine, run.run, 1)
    let_go(engine, run.run)
    until(
        lambda: all(pod["status"]["phase"] == "Succeeded" for pod in pods(engine, run.run, "held")), "its end"
    )
    engine.engine.start_process("standin")
    assert engine.wait(run, SECONDS) == "succeeded"
    assert attempts(engine, run.run) == ["0-0", "1-0"]
    assert steps_of(engine.store, run)["end"].task.data.doubles == [0, 2]


def test_a_store_that_is_gone_for_a_while(engine: ArgoStandIn, s3: S3, flows: Path) -> None:
    run = start(engine, flows / "held.py", width=2, flowc_store=s3.url)
    until_held(engine, run.run, 0)
    until_held(engine, run.run, 1)
    s3.gate.shut()
    let_go(engine, run.run)
    time.sleep(GONE)
    s3.gate.open()
    assert engine.wait(run, SECONDS) == "succeeded"
    assert steps_of(open_store(s3.url), run)["end"].task.data.doubles == [0, 2]


def test_a_wide_foreach(engine: ArgoStandIn, flows: Path) -> None:
    wide = start(engine, flows.parents[2] / "golden" / "foreach" / "flow.py", width=300)
    assert engine.wait(wide, 600.0) == "succeeded"
    steps = steps_of(engine.store, wide)
    assert len(list(steps["work"])) == 300
    assert len(steps["end"].task.data.results) == 300


def _variables(pod: dict[str, object]) -> dict[str, str]:
    (main,) = [one for one in pod["spec"]["containers"] if one["name"] == "main"]  # type: ignore[index]
    return {one["name"]: one.get("value", "") for one in main["env"]}
