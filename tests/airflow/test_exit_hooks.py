"""The task of the exit hooks runs last, once, whatever became of the run, and changes nothing of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowc.ir.flow import ExitHook, Flow
from flowc.ir.trace import TaskId
from tests.airflow.emitting import emit, structured
from tests.airflow.sim.compare import EXIT, FIRST, LAST, compare, fail_one, run
from tests.airflow.sim.file import load
from tests.argo_sim.oracles import every_run
from tests.structure.build import at, flow_of
from tests.structure.trees import TREES

CHAIN = "start: a\na: end\nend:"


def hooked(table: str) -> Flow:
    return structured(replace(flow_of(table), exit_hooks=(ExitHook(on_success=("x",), span=at(3)),)))


@pytest.mark.parametrize("name", TREES)
def test_after_every_run(name: str) -> None:
    table, sizes, passes = TREES[name]
    flow = hooked(table)
    file = load(emit(flow))
    for oracle in list(every_run(flow, sizes, passes))[:3]:
        compare(flow, file, oracle, FIRST)
        for task in compare(flow, file, oracle, LAST).tasks():
            fail_one(flow, file, oracle, task)


@pytest.mark.parametrize(("failing", "state"), [((), "success"), ((TaskId("a", "r"),), "failed")])
def test_one_that_fails_changes_nothing(failing: tuple[TaskId, ...], state: str) -> None:
    flow = hooked(CHAIN)
    (oracle, *_) = every_run(flow, (2,), 1)
    found, world, _ = run(flow, load(emit(flow)), oracle, FIRST, (*failing, EXIT))
    assert found == state
    assert world.events[-1] == ("start", EXIT)
    assert world.events.count(("start", EXIT)) == 1


@pytest.mark.parametrize("after", ["[start]", "[start, a]"])
def test_one_that_runs_early_is_found(after: str) -> None:
    flow = hooked(CHAIN)
    text = emit(flow)
    assert "[start, a, end] >> step(None" in text
    (oracle, *_) = every_run(flow, (2,), 1)
    with pytest.raises(AssertionError):
        compare(flow, load(text.replace("[start, a, end] >>", f"{after} >>")), oracle, LAST)


def test_one_that_waits_for_success_is_found() -> None:
    flow = hooked(CHAIN)
    file = load(emit(flow).replace(".as_teardown()", ""))
    (oracle, *_) = every_run(flow, (2,), 1)
    compare(flow, file, oracle)
    with pytest.raises(AssertionError):
        fail_one(flow, file, oracle, TaskId("a", "r"))


def test_one_of_a_flow_without_hooks_is_found() -> None:
    flow = hooked(CHAIN)
    file = load(emit(flow))
    (oracle, *_) = every_run(flow, (2,), 1)
    with pytest.raises(AssertionError):
        compare(replace(flow, exit_hooks=()), file, oracle)
