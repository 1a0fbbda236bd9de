"""The walk of the engine against the reference interpreter: the same tasks, each after those before it."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from flowc.backends.local.frontier import Frontier, Ready
from flowc.backends.local.walk import Facts, walk_flow
from flowc.ir.analyse import analyse
from flowc.ir.flow import Flow, Foreach, Gang, Switch, targets
from flowc.ir.trace import TaskId, traces
from tests.structure.build import flow_of

FLOWS = {
    "line": "start: a\na: b\nb: end\nend:",
    "one": "start:",
    "branch": "start: a b\na: c\nc: j\nb: j\nj+: end\nend:",
    "nested": "start: a b\na: c d\nc: k\nd: k\nk+: j\nb: j\nj+: end\nend:",
    "foreach": "start: * w\nw: x\nx: j\nj+: end\nend:",
    "foreach3": "start: * a\na: * b\nb: * c\nc: j\nj+: k\nk+: l\nl+: end\nend:",
    "gang": "start: n w\nw: j\nj+: end\nend:",
    "switch": "start: ? a b\na: m\nb: c\nc: m\nm: end\nend:",
    "loop": "start: a\na: b\nb: ? a end\nend:",
    "loops": "start: a\na: b\nb: ? b c\nc: ? a end\nend:",
    "loop in foreach": "start: * a\na: ? a x y\nx: j\ny: j\nj+: end\nend:",
    "foreach in loop": "start: a\na: * w\nw: j\nj+: k\nk: ? a end\nend:",
    "arms": "start: ? p q\np: * w\nq: * w\nw: j\nj+: end\nend:",
}


class Seeded:
    """Decisions that depend on the task alone."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def choose(self, task: TaskId, arms: Sequence[str]) -> str:
        return random.Random(f"{self.seed} {task}").choice(list(arms))

    def splits(self, task: TaskId) -> int:
        return random.Random(f"{self.seed} {task}").randrange(4)


def facts_of(flow: Flow, task: TaskId, outcomes: Seeded) -> Facts:
    transition = next(step for step in flow.steps if step.id == task.step).transition
    if isinstance(transition, Foreach | Gang):
        return Facts(splits=outcomes.splits(task))
    if isinstance(transition, Switch) and len(targets(transition)) > 1:
        return Facts(next=outcomes.choose(task, targets(transition)))
    return Facts()


def run(flow: Flow, outcomes: Seeded, workers: int) -> list[TaskId]:
    """Finish tasks in a seeded order with at most `workers` at once, and list them as they start."""
    chance = random.Random(outcomes.seed)
    frontier = Frontier.of(walk_flow(flow))
    running: list[Ready] = []
    started: list[TaskId] = []
    while True:
        while len(running) < workers or frontier.has_pressing():
            ready = frontier.take()
            if ready is None:
                break
            running.append(ready)
            started.append(ready.visit.task)
        if not running:
            assert frontier.finished
            return started
        ended = running.pop(chance.randrange(len(running)))
        frontier.done(ended.token, facts_of(flow, ended.visit.task, outcomes))


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("workers", [1, 3, 50])
def test_the_tasks_are_those_of_the_reference(name: str, workers: int) -> None:
    flow = analyse(flow_of(FLOWS[name])).flow
    for seed in range(20):
        outcomes = Seeded(seed)
        trace = traces(flow, outcomes)
        started = run(flow, outcomes, workers)
        assert sorted(started) == sorted(trace.tasks())
        place = {task: index for index, task in enumerate(started)}
        for visit in trace.visits:
            for before in visit.predecessors:
                assert place[before] < place[visit.task]


def test_a_wide_foreach_holds_what_runs_of_it() -> None:
    flow = analyse(flow_of("start: * w\nw: x\nx: j\nj+: end\nend:")).flow
    frontier = Frontier.of(walk_flow(flow))
    start = frontier.take()
    assert start is not None
    frontier.done(start.token, Facts(splits=1_000_000))
    taken = [frontier.take() for _ in range(4)]
    assert [ready.visit.task.path for ready in taken if ready] == ["r.0", "r.1", "r.2", "r.3"]
    assert len(frontier.ready) == 0
    assert [frame.begun for frame in frontier.frames] == [4]


def test_work_that_has_begun_comes_before_new_items() -> None:
    flow = analyse(flow_of("start: * w\nw: x\nx: j\nj+: end\nend:")).flow
    frontier = Frontier.of(walk_flow(flow))
    start = frontier.take()
    assert start is not None
    frontier.done(start.token, Facts(splits=3))
    first = frontier.take()
    assert first is not None
    frontier.done(first.token, Facts())
    following = frontier.take()
    assert following is not None
    assert following.visit.task == TaskId("x", "r.0")


def test_all_members_of_a_gang_press() -> None:
    flow = analyse(flow_of("start: n w\nw: j\nj+: end\nend:")).flow
    frontier = Frontier.of(walk_flow(flow))
    start = frontier.take()
    assert start is not None
    frontier.done(start.token, Facts(splits=5))
    assert frontier.has_pressing()
    members = [frontier.take() for _ in range(5)]
    assert all(member is not None and member.pressing for member in members)
    assert frontier.take() is None


def test_only_what_follows_a_task_that_ran_is_not_cloned() -> None:
    flow = analyse(flow_of("start: a b\na: c\nb: d\nc: j\nd: j\nj+: end\nend:")).flow
    frontier = Frontier.of(walk_flow(flow, may_clone=True))
    clean: dict[str, bool] = {}
    while (ready := frontier.take()) is not None:
        step = ready.visit.task.step
        clean[step] = ready.visit.cloned_before
        frontier.done(ready.token, Facts(cloned=ready.visit.cloned_before and step != "b"))
    assert clean == {"start": True, "a": True, "b": True, "c": True, "d": False, "j": False, "end": False}
