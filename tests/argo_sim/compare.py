"""One emitted manifest, run in the simulator, against the reference interpreter."""

from __future__ import annotations

from collections import Counter

from flowc.ir.flow import Flow
from flowc.ir.trace import Outcomes, TaskId, Trace, traces
from tests.argo_sim.controller import HOOK, Choice, Controller
from tests.argo_sim.manifest import Manifest
from tests.argo_sim.pods import Run
from tests.argo_sim.steps import Steps

FIRST: Choice = lambda count: 0  # noqa: E731
EXIT = TaskId(HOOK, "r")
LAST: Choice = lambda count: count - 1  # noqa: E731


def compare(flow: Flow, manifest: Manifest, outcomes: Outcomes, choose: Choice = FIRST) -> Trace:
    """Run both; the same tasks must run, each once and after those that the reference says ran before it."""
    expected = traces(flow, outcomes)
    run = Controller(manifest, Steps(flow, outcomes), choose).run()
    assert run.phase == "Succeeded"
    assert Counter(steps_of(manifest, run)) == Counter(expected.tasks())
    check_order(expected, run)
    check_parameters(expected, run)
    return expected


def steps_of(manifest: Manifest, run: Run) -> list[TaskId]:
    """The tasks that succeeded, less that of the exit hooks, which has to be the last of all."""
    tasks = run.executed()
    if manifest.on_exit is not None:
        assert tasks.pop() == EXIT
    return tasks


def check_order(expected: Trace, run: Run) -> None:
    """Every task started after all of its predecessors had ended well."""
    before = {visit.task: (*visit.predecessors, *filter(None, [visit.opener])) for visit in expected.visits}
    done: set[TaskId] = set()
    for event in run.events:
        if event.kind == "end" and event.exit_code == 0:
            done.add(event.pod.task)
        elif event.kind == "start":
            missing = [str(task) for task in before.get(event.pod.task, ()) if task not in done]
            assert not missing, f"{event.pod.task} started before {missing}"


def check_parameters(expected: Trace, run: Run) -> None:
    """The first task, and no other, gets the flow's parameters."""
    given = {event.pod.task for event in run.events if event.pod.parameters}
    assert given == {expected.visits[0].task}


def fail_one(
    flow: Flow,
    manifest: Manifest,
    outcomes: Outcomes,
    failing: TaskId,
    choose: Choice = FIRST,
) -> Run:
    """Let one task fail for good: the workflow must end Failed, and nothing may run that needed the task."""
    expected = traces(flow, outcomes)
    run = Controller(manifest, Steps(flow, outcomes, {failing: 1000}), choose).run()
    assert run.phase == "Failed"
    started = {event.pod.task for event in run.events} - {EXIT}
    assert failing in started
    wrong = started & expected.successors(failing)
    assert not wrong, f"{failing} failed, but {sorted(map(str, wrong))} ran"
    assert started <= set(expected.tasks())
    check_order(expected, run)
    return run
