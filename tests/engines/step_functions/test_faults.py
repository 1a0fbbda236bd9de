"""What goes wrong in jobs and around executions, and what comes of it: the rows of docs/operations.md."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from flowc.client import Run
from flowc.client.places import find_run
from tests.conformance.cases import all_cases
from tests.conformance.protocol import Deployed, Fault
from tests.conformance.run_case import Result, run_case
from tests.engines.step_functions.adapter import StepFunctions
from tests.engines.step_functions.cloud import BUCKET
from tests.engines.step_functions.compiling import compiled
from tests.engines.step_functions.faults import Breakdown
from tests.engines.step_functions.flows import choosing, line

SECONDS = 120.0
CASES = {case.id: case for case in all_cases()}
DAMAGE: Mapping[str, Breakdown] = {
    "fails": Breakdown(step="middle", command=("python", "-c", "raise SystemExit(1)")),
    "is killed": Breakdown(step="middle", command=("python", "-c", "import os; os.kill(os.getpid(), 9)")),
    "times out": Breakdown(
        step="middle", command=("python", "-c", "import time; time.sleep(60)"), seconds=1.0
    ),
    "ends without a winner": Breakdown(step="middle", command=("python", "-c", "pass")),
    "leaves a garbled winner": Breakdown(
        step="middle", bucket=BUCKET, overwrite={"/tasks/middle/r/winner.json": '{"next":"end", "garbled'}
    ),
}


def start(
    engine: StepFunctions, deployed: Deployed, name: str, given: Any = None, key: str = "operator"
) -> str:
    states = engine.cloud.client("stepfunctions", key)
    execution: str = states.start_execution(
        stateMachineArn=deployed.handle[0], name=name, input=json.dumps(given or {})
    )["executionArn"]
    return execution


def steps_done(engine: StepFunctions, flow: str, run: str) -> list[str]:
    keys, _ = find_run(engine.store, flow, run)
    return [step.id for step in Run.at(engine.store, keys) if all(task.done for task in step)]


def artifact(engine: StepFunctions, flow: str, run: str, step: str, name: str) -> Any:
    keys, _ = find_run(engine.store, flow, run)
    steps = {one.id: one for one in Run.at(engine.store, keys)}
    return getattr(next(iter(steps[step])).data, name)


@pytest.mark.parametrize("name", DAMAGE)
def test_a_job_that_goes_wrong_ends_the_run(engine: StepFunctions, name: str, tmp_path: Path) -> None:
    deployed = engine.deploy(line(tmp_path))
    engine.cloud.faults.write([DAMAGE[name]])
    run = "broken-" + name.replace(" ", "-")
    found = engine.cloud.wait(start(engine, deployed, run), SECONDS)
    assert found["status"] == "FAILED"
    assert found["error"] == "States.TaskFailed"
    assert engine.store.age(deployed.handle[1].run(run).task("end", "r").winner) is None


@pytest.mark.parametrize(
    ("step", "errors"),
    [
        ("start", {"States.QueryEvaluationError", "States.Runtime"}),  # the service's name for it, and moto's
        ("join", {"flowc.NoWay"}),
    ],
)
def test_a_garbled_winner_is_never_taken_for_an_answer(
    engine: StepFunctions, step: str, errors: set[str], tmp_path: Path
) -> None:
    deployed = engine.deploy(choosing(tmp_path))
    garbled = {f"/tasks/{step}/r/winner.json": "garbled"}
    engine.cloud.faults.write([Breakdown(step=step, bucket=BUCKET, overwrite=garbled)])
    found = engine.cloud.wait(start(engine, deployed, f"garbled-{step}"), SECONDS)
    assert found["status"] == "FAILED"
    assert found["error"] in errors


def test_an_attempt_that_is_killed_is_followed_by_another(engine: StepFunctions) -> None:
    assert run_case(engine, CASES["retry/default"], Fault("kill-task", "flaky")) == Result("passed")


def test_a_killed_step_with_a_catch_is_caught(engine: StepFunctions) -> None:
    result = run_case(engine, CASES["catch_and_retry/default"], Fault("kill-task", "stubborn"))
    assert result == Result("passed")


def test_a_run_finishes_on_the_package_it_began_with(engine: StepFunctions, tmp_path: Path) -> None:
    first = engine.deploy(line(tmp_path, "one", seconds=3))
    before = start(engine, first, "before")
    second = engine.deploy(line(tmp_path, "two"))
    assert second.handle[0] == first.handle[0]
    after = start(engine, second, "after")
    assert [engine.cloud.wait(one, SECONDS)["status"] for one in (before, after)] == ["SUCCEEDED"] * 2
    assert artifact(engine, "FaultFlow", "before", "end", "version") == "one"
    assert artifact(engine, "FaultFlow", "after", "end", "version") == "two"


def test_a_schedule_that_is_delivered_twice_makes_two_whole_runs(engine: StepFunctions) -> None:
    file = CASES["schedule/default"].file
    deployed = engine.deploy(file)
    target = json.loads(compiled(file)[1]["schedule.json"])["Target"]
    given = json.loads(target["Input"])
    runs = ["0d9f7a52-first-delivery", "0d9f7a52-second-delivery"]  # the service invents a name for each
    executions = [start(engine, deployed, run, given, "ROLE.flowc-scheduler") for run in runs]
    assert [engine.cloud.wait(one, SECONDS)["status"] for one in executions] == ["SUCCEEDED"] * 2
    both = [steps_done(engine, deployed.flow, run) for run in runs]
    assert both[0] == both[1] != []


def test_a_name_is_a_run(engine: StepFunctions, tmp_path: Path) -> None:
    """Started twice while it runs, with the same input: one run. With another, or later: an error, and one run."""
    deployed = engine.deploy(line(tmp_path, seconds=2))
    taken = engine.cloud.states.exceptions.ExecutionAlreadyExists
    execution = start(engine, deployed, "twice", {"text": "a"})
    assert start(engine, deployed, "twice", {"text": "a"}) == execution
    with pytest.raises(taken):
        start(engine, deployed, "twice", {"text": "b"})
    assert engine.cloud.wait(execution, SECONDS)["status"] == "SUCCEEDED"
    with pytest.raises(taken):
        start(engine, deployed, "twice", {"text": "a"})
    assert artifact(engine, "FaultFlow", "twice", "end", "result") == "one!a"


def test_two_machines_do_not_share_a_run(engine: StepFunctions, tmp_path: Path) -> None:
    deployed = [engine.deploy(line(tmp_path / name)) for name in ("here", "there")]
    executions = []
    for one, text in zip(deployed, "ab", strict=True):
        executions.append(engine.cloud.wait(start(engine, one, "shared", {"text": text}), SECONDS))
    assert [one["status"] for one in executions] == ["SUCCEEDED", "FAILED"]
    assert engine.cloud.jobs()[-1]["code"] == 78
    assert artifact(engine, "FaultFlow", "shared", "end", "result") == "one!a"


def test_stopping_an_execution_ends_its_jobs(engine: StepFunctions, tmp_path: Path) -> None:
    deployed = engine.deploy(line(tmp_path, seconds=60))
    execution = start(engine, deployed, "stopped")
    record = deployed.handle[1].run("stopped").record
    until(lambda: engine.store.age(record) is not None)
    before = len(engine.cloud.jobs())
    engine.cloud.states.stop_execution(executionArn=execution)
    until(lambda: len(engine.cloud.jobs()) > before)
    assert engine.cloud.jobs()[-1]["code"] == 143
    assert engine.store.age(deployed.handle[1].run("stopped").task("start", "r").winner) is None
    assert engine.cloud.wait(execution, SECONDS)["status"] == "ABORTED"


def until(done: Callable[[], bool]) -> None:
    """Wait for something that takes a moment."""
    deadline = time.monotonic() + 30.0
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)
