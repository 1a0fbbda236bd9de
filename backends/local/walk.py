"""Regions as programs: each token's way is a generator that asks for tasks and for frames, and knows no process.

A generator yields an inner walk, a `Visit` (a task to run) or a `Spread` (branches or items to run side by side).
Nothing is held for an item that has not begun, so a foreach of any width costs what runs of it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TypeAlias

from flowc.diagnostics.record import small_record
from flowc.ir.exhaustive import assert_never
from flowc.ir.flow import Flow, Split, Step, StepId
from flowc.ir.regions import Edge, Exit, Fork, Gang, Loop, Map, Name, Region, Route, Task, entry
from flowc.ir.trace import TaskId
from flowc.ir.trace.model import ROOT, item, loop_pass


@small_record
class Facts:
    """What a finished task told: the items it opens, the arm it took, and whether it was cloned."""

    splits: int | None = None
    next: Name | None = None
    cloned: bool = False


@small_record
class Visit:
    """A task to run. `cloned_before`: every task that ran just before it was cloned from another run."""

    task: TaskId
    cloned_before: bool


@small_record
class Arrival:
    """A token as it leaves a walk: where it goes next, when a node decided that, and whether it was cloned."""

    cloned: bool
    splits: int | None = None
    to: Name | None = None


@small_record
class Spread:
    """`count` walks to run side by side, made on demand. A `gang` must run all at the same time."""

    count: int
    begin: Callable[[int], Walking]
    gang: bool = False


Walking: TypeAlias = "Generator[Walking | Visit | Spread, Facts | Arrival | None, Arrival]"


def walk_flow(flow: Flow, *, may_clone: bool = False) -> Walking:
    """The walk of the whole flow, which must have its region."""
    if flow.region is None:
        raise ValueError("the flow has no region")
    route = flow.region if isinstance(flow.region, Route) else Route(nodes=(flow.region,))
    return _Walk({step.id: step for step in flow.steps}).route(route, ROOT, Arrival(may_clone))


class _Walk:
    def __init__(self, steps: Mapping[StepId, Step]) -> None:
        self.steps = steps
        self.ways: dict[int, list[list[Edge | Exit]]] = {}

    def route(self, route: Route, path: str, token: Arrival) -> Walking:
        """Through one Route; `to` is None as it leaves at the end of the flow."""
        ways = self.ways_of(route)
        position = 0
        before: Name | None = None
        while True:
            node = route.nodes[position]
            token = _arrival((yield self.region(node, path, token, before)))
            before = node.step if isinstance(node, Task) else None
            way = _taken(ways[position], token)
            if way is None:
                return Arrival(token.cloned)
            if isinstance(way, Exit):
                return Arrival(token.cloned, None, way.to)
            position = way.target

    def ways_of(self, route: Route) -> list[list[Edge | Exit]]:
        """The ways out of each node, found once for each Route."""
        known = self.ways.get(id(route))
        if known is None:
            known = self.ways[id(route)] = [[] for _ in route.nodes]
            for edge in route.edges:
                known[edge.source].append(edge)
            for exit_ in route.exits:
                known[exit_.source].append(exit_)
        return known

    def region(self, region: Region, path: str, token: Arrival, before: Name | None) -> Walking:
        match region:
            case Task(step=step):
                return _visit(TaskId(step, path), token)
            case Route():
                return self.route(region, path, token)
            case Fork():
                return self.fork(region, path, token, before)
            case Map() | Gang():
                return self.items(region, path, token)
            case Loop():
                return self.loop(region, path, token)
            case _:
                assert_never(region)

    def fork(self, fork: Fork, path: str, token: Arrival, opener: Name | None) -> Walking:
        assert opener is not None
        transition = self.steps[StepId(opener)].transition
        assert isinstance(transition, Split)
        by_root = {entry(branch): branch for branch in fork.branches}
        branches = [by_root[root] for root in transition.targets]
        spread = Spread(len(branches), lambda index: self.route(branches[index], path, token))
        return Arrival(_arrival((yield spread)).cloned)

    def items(self, region: Map | Gang, path: str, token: Arrival) -> Walking:
        entered = Arrival(token.cloned)
        spread = Spread(
            token.splits or 0,
            lambda index: self.route(region.body, item(path, index), entered),
            gang=isinstance(region, Gang),
        )
        left = _arrival((yield spread))
        return Arrival(token.cloned and left.cloned)

    def loop(self, loop: Loop, path: str, token: Arrival) -> Walking:
        number = 0
        while True:
            token = _arrival((yield self.route(loop.body, loop_pass(path, number), token)))
            if token.to != loop.header:
                return token
            number += 1


def _visit(task: TaskId, token: Arrival) -> Walking:
    facts = yield Visit(task, token.cloned)
    assert isinstance(facts, Facts)
    return Arrival(facts.cloned, facts.splits, facts.next)


def _arrival(value: Facts | Arrival | None) -> Arrival:
    assert isinstance(value, Arrival)
    return value


def _taken(ways: list[Edge | Exit], token: Arrival) -> Edge | Exit | None:
    if len(ways) < 2:
        return ways[0] if ways else None
    return next(way for way in ways if way.case == token.to)
