"""The exit handler runs last, once, whatever became of the run."""

from __future__ import annotations

from dataclasses import replace

from flowc.ir.flow import ExitHook, Flow
from flowc.ir.trace import TaskId
from tests.argo_sim.compare import FIRST
from tests.argo_sim.controller import HOOK, Controller
from tests.argo_sim.manifest import Manifest
from tests.argo_sim.oracles import every_run
from tests.argo_sim.pods import Run
from tests.argo_sim.steps import Steps
from tests.argo_sim.test_runs import emit, structured
from tests.structure.build import at, flow_of

TASK = TaskId(HOOK, "r")


def hooked(table: str = "start: exit\nexit: end\nend:") -> Flow:
    flow = replace(flow_of(table), exit_hooks=(ExitHook(on_success=("a",), span=at(3)),))
    return structured(flow)


def run(flow: Flow, failures: dict[TaskId, int]) -> Run:
    (oracle, *_) = every_run(flow, (2,), 1)
    return Controller(Manifest(emit(flow)), Steps(flow, oracle, failures), FIRST).run()


def last(one: Run) -> list[tuple[str, TaskId]]:
    return [(event.kind, event.pod.task) for event in one.events][-2:]


def test_after_success() -> None:
    ended = run(hooked(), {})
    assert ended.phase == "Succeeded"
    assert ended.executed() == [TaskId(step, "r") for step in ("start", "exit", "end", HOOK)]
    assert last(ended) == [("start", TASK), ("end", TASK)]


def test_after_failure() -> None:
    ended = run(hooked(), {TaskId("exit", "r"): 9})
    assert ended.phase == "Failed"
    assert ended.executed() == [TaskId("start", "r"), TASK]
    assert last(ended) == [("start", TASK), ("end", TASK)]


def test_it_is_not_tried_again() -> None:
    ended = run(hooked(), {TASK: 1})
    assert ended.phase == "Failed"
    assert [event.pod.task for event in ended.events if event.kind == "start"].count(TASK) == 1


def test_no_hooks_no_handler() -> None:
    assert Manifest(emit(structured(flow_of("start: end\nend:")))).on_exit is None
