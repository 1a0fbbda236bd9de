"""The reference interpreter of regions: a token walks through each Route, and tells what it meets.

Regions nest as deep as a flow's foreachs and loops do; the walk keeps its own stack, so that neither length nor
depth of a flow is bounded by Python's.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TypeAlias

from flowc.diagnostics.record import small_record
from flowc.ir import flow as ir
from flowc.ir.exhaustive import assert_never
from flowc.ir.flow import Flow, Split, Step, StepId, Switch, targets
from flowc.ir.regions import Edge, Exit, Fork, Gang, Loop, Map, Name, Region, Route, Task, entry
from flowc.ir.trace.model import ROOT, EndlessRun, Outcomes, TaskId, Trace, Visit, item, loop_pass


def traces(flow: Flow, outcomes: Outcomes, *, max_passes: int = 1000) -> Trace:
    """The tasks that run, given what each decides. Raises `EndlessRun` for a loop of more than `max_passes`.

    The flow must have its region. Branches and items are visited one after another, in their order.
    """
    if flow.region is None:
        raise ValueError("the flow has no region")
    route = flow.region if isinstance(flow.region, Route) else Route(nodes=(flow.region,))
    walk = _Walk({step.id: step for step in flow.steps}, outcomes, max_passes)
    _drive(walk.route(route, ROOT, _Token(())))
    return Trace(visits=tuple(walk.visits))


@small_record
class _Token:
    """Where the token comes from: the tasks just before, and the opener of the frame it leaves, if it does."""

    before: tuple[TaskId, ...]
    opener: TaskId | None = None
    to: Name | None = None
    """The step it goes to next, when the node that it has passed decided that."""


_Walking: TypeAlias = Generator["_Walking", _Token, _Token]


def _drive(walking: _Walking) -> None:
    """Run nested walks on a stack of our own: each yields the walk whose result it waits for."""
    stack = [walking]
    result: _Token | None = None
    while stack:
        inner, result = _advance(stack[-1], result)
        if inner is None:
            stack.pop()
        else:
            stack.append(inner)


def _advance(walking: _Walking, result: _Token | None) -> tuple[_Walking | None, _Token | None]:
    """The inner walk that `walking` waits for next, or its own result."""
    try:
        return (next(walking) if result is None else walking.send(result)), None
    except StopIteration as stop:
        return None, stop.value


class _Walk:
    def __init__(self, steps: Mapping[StepId, Step], outcomes: Outcomes, max_passes: int) -> None:
        self.steps = steps
        self.outcomes = outcomes
        self.max_passes = max_passes
        self.visits: list[Visit] = []

    def route(self, route: Route, path: str, token: _Token) -> _Walking:
        """Through one Route; the token as it leaves it, `to` None when that is the end of the flow."""
        ways: list[list[Edge | Exit]] = [[] for _ in route.nodes]
        for edge in route.edges:
            ways[edge.source].append(edge)
        for exit_ in route.exits:
            ways[exit_.source].append(exit_)
        position = 0
        while True:
            token = yield self.region(route.nodes[position], path, token)
            way = _taken(ways[position], token)
            if way is None:
                return _Token(token.before)
            if isinstance(way, Exit):
                return _Token(token.before, None, way.to)
            position = way.target

    def region(self, region: Region, path: str, token: _Token) -> _Walking:
        match region:
            case Task():
                return self.visit(region, path, token)
            case Route():
                return self.route(region, path, token)
            case Fork():
                return self.fork(region, path, token)
            case Map() | Gang():
                return self.items(region, path, token)
            case Loop():
                return self.loop(region, path, token)
            case _:
                assert_never(region)

    def visit(self, node: Task, path: str, token: _Token) -> _Walking:
        task = TaskId(node.step, path)
        transition = self.steps[StepId(node.step)].transition
        splits = chosen = None
        if isinstance(transition, ir.Foreach | ir.Gang):
            splits = self.outcomes.splits(task)
        elif isinstance(transition, Switch) and len(targets(transition)) > 1:
            chosen = self.outcomes.choose(task, targets(transition))
        self.visits.append(
            Visit(task=task, predecessors=token.before, opener=token.opener, splits=splits, next=chosen)
        )
        return _Token((task,), None, chosen)
        yield  # a walk without inner ones

    def fork(self, fork: Fork, path: str, token: _Token) -> _Walking:
        (opener,) = token.before
        transition = self.steps[StepId(opener.step)].transition
        assert isinstance(transition, Split)
        branches = {entry(branch): branch for branch in fork.branches}
        ends: list[TaskId] = []
        for root in transition.targets:
            left = yield self.route(branches[root], path, _Token((opener,)))
            ends.extend(left.before)
        return _Token(tuple(ends), opener)

    def items(self, region: Map | Gang, path: str, token: _Token) -> _Walking:
        (opener,) = token.before
        ends: list[TaskId] = []
        for index in range(self.visits[-1].splits or 0):
            left = yield self.route(region.body, item(path, index), _Token((opener,)))
            ends.extend(left.before)
        return _Token(tuple(ends), opener)

    def loop(self, loop: Loop, path: str, token: _Token) -> _Walking:
        for number in range(self.max_passes):
            token = yield self.route(loop.body, loop_pass(path, number), token)
            if token.to != loop.header:
                return token
        raise EndlessRun(f"the loop of {loop.header} at {path} went on for {self.max_passes} passes")


def _taken(ways: list[Edge | Exit], token: _Token) -> Edge | Exit | None:
    if len(ways) < 2:
        return ways[0] if ways else None
    return next(way for way in ways if way.case == token.to)
