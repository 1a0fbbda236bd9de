"""One emitted DAG file, run in the simulator, against the reference interpreter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

from flowc.ir.flow import Flow, Foreach, StepId, Switch, targets
from flowc.ir.trace import Outcomes, TaskId, Trace, traces
from tests.airflow.sim.file import DagFile
from tests.airflow.sim.scheduler import Choice, World, simulate

Event: TypeAlias = "tuple[str, TaskId]"
EXIT = TaskId("-exit", "r")
"""The task of the exit hooks, which is no step: no step's name has a hyphen."""
FIRST: Choice = lambda count: 0  # noqa: E731
LAST: Choice = lambda count: count - 1  # noqa: E731


class Steps:
    """What steps do: they decide as the oracle does; those in `failing` fail; items past the end do nothing."""

    def __init__(
        self, flow: Flow, outcomes: Outcomes, exists: Collection[TaskId], failing: Collection[TaskId]
    ) -> None:
        self.steps = {step.id: step for step in flow.steps}
        self.outcomes, self.exists, self.failing = outcomes, exists, failing

    def __call__(self, task: TaskId, operator: Any) -> tuple[int | None, str | None] | None:
        if task in self.failing:
            return None
        if task == EXIT:
            return None, None
        transition = self.steps[StepId(task.step)].transition
        if isinstance(transition, Foreach):
            return self.outcomes.splits(task), None
        if isinstance(transition, Switch) and len(targets(transition)) > 1:
            return None, self.outcomes.choose(task, targets(transition))
        return None, None


def run(
    flow: Flow, file: DagFile, outcomes: Outcomes, choose: Choice, failing: Collection[TaskId] = ()
) -> tuple[str, World, Trace]:
    """Run both."""
    expected = traces(flow, outcomes)
    exists = frozenset(expected.tasks())
    world = World(file, Steps(flow, outcomes, exists, failing), choose)
    return simulate(world), world, expected


def compare(flow: Flow, file: DagFile, outcomes: Outcomes, choose: Choice = FIRST) -> Trace:
    """The same tasks must run, each once and after those that the reference says ran before it."""
    state, world, expected = run(flow, file, outcomes, choose)
    assert state == "success"
    events = of_steps(flow, world)
    executed = [task for kind, task in events if kind == "end"]
    assert Counter(executed) == Counter(expected.tasks())
    check_order(expected, events)
    return expected


def of_steps(flow: Flow, world: World) -> Sequence[Event]:
    """What happened to steps. The task of the exit hooks, when there are some, must be the last, and run once."""
    events = world.events
    if flow.exit_hooks:
        assert events[-2:] == [("start", EXIT), ("end", EXIT)]
        events = events[:-2]
    assert EXIT not in {task for _, task in events}
    return events


def check_order(expected: Trace, events: Sequence[Event]) -> None:
    """Every task started after all of its predecessors had ended well."""
    before = {visit.task: (*visit.predecessors, *filter(None, [visit.opener])) for visit in expected.visits}
    done: set[TaskId] = set()
    for kind, task in events:
        if kind == "end":
            done.add(task)
        else:
            missing = [str(one) for one in before[task] if one not in done]
            assert not missing, f"{task} started before {missing}"


def fail_one(flow: Flow, file: DagFile, outcomes: Outcomes, failing: TaskId, choose: Choice = FIRST) -> None:
    """Let one task fail for good: the run must fail, and nothing may run that needed the task."""
    state, world, expected = run(flow, file, outcomes, choose, {failing})
    assert state == "failed"
    events = of_steps(flow, world)
    started = {task for kind, task in events if kind == "start"}
    assert failing in started
    wrong = started & expected.successors(failing)
    assert not wrong, f"{failing} failed, but {sorted(map(str, wrong))} ran"
    assert started <= set(expected.tasks())
    check_order(expected, events)
