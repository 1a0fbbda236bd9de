"""Regions to states, edge by edge: see README.md for why exactly the right states run.

An exit of a route is resolved by whatever the route stands in: `leave` says where the token goes that leaves to a
step. A loop answers with its header for a back edge, else with its own way out; a frame with the end of its scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from flowc.backends.step_functions.jsonata import expression, field, joined, quoted, updated
from flowc.backends.step_functions.model import Go, Map, Parallel, Reader, Scope
from flowc.backends.step_functions.names import state_name
from flowc.backends.step_functions.place import path_code
from flowc.backends.step_functions.retries import READER
from flowc.backends.step_functions.scope import Building, Lowering
from flowc.backends.step_functions.step import Way, add_step
from flowc.backends.step_functions.width import shared, widths
from flowc.ir import regions as ir
from flowc.ir.exhaustive import assert_never
from flowc.ir.regions import Edge, Exit, Name, Region, Route, entry

Leave: TypeAlias = Callable[[Name], Go]

ITEMS = "{% $states.input.splits = 0 ? [] : [0..$states.input.splits - 1] %}"


def lower_scope(route: Route, building: Building, depth: int, lowering: Lowering) -> Scope:
    """The states of a route that is a scope. Whoever starts it makes the changes of its `entrance`."""
    lower_route(route, building, depth, lowering, lambda _: Go(to=None))
    start = entrance(route, depth).to
    assert start is not None, "every region begins with a state"
    return building.finish(start)


def lower_route(route: Route, building: Building, depth: int, lowering: Lowering, leave: Leave) -> None:
    """Add the states of a route that stands in `depth` loops of its frame."""
    for node, ways in zip(route.nodes, _ways(route, depth, leave), strict=True):
        _lower(node, ways, building, depth, lowering)


def entrance(region: Region, depth: int) -> Go:
    """How the token comes into a region: the passes of the loops that begin there are 0."""
    match region:
        case ir.Task(step=step):
            return Go(to=state_name(step))
        case ir.Route(nodes=nodes):
            return entrance(nodes[0], depth)
        case ir.Loop(body=body):
            inner = entrance(body, depth + 1)
            return Go(to=inner.to, changes=((_counter(depth), "0"), *inner.changes))
        case ir.Fork(branches=branches):
            changes = [change for branch in branches for change in entrance(branch, depth).changes]
            return Go(to=frame_name(region), changes=tuple(dict.fromkeys(changes)))
        case ir.Map():
            return Go(to=frame_name(region))
        case ir.Gang():
            raise AssertionError("the capabilities of Step Functions refuse num_parallel")
        case _:
            assert_never(region)


def frame_name(region: ir.Fork | ir.Map) -> str:
    """The name of the state that runs a frame: an opener has one transition, so the name is free."""
    return state_name(region.openers[0], "branches" if isinstance(region, ir.Fork) else "items")


def _lower(node: Region, ways: Sequence[Way], building: Building, depth: int, lowering: Lowering) -> None:
    match node:
        case ir.Task(step=step):
            add_step(lowering.steps[step], ways, building, path_code(depth), lowering)
        case ir.Route():
            lower_route(node, building, depth, lowering, lambda to: _way_to(to, ways))
        case ir.Loop():
            _add_loop(node, ways, building, depth, lowering)
        case ir.Fork():
            _add_fork(node, ways[0].go, building, depth, lowering)
        case ir.Map():
            _add_map(node, ways[0].go, building, depth, lowering)
        case ir.Gang():
            raise AssertionError("the capabilities of Step Functions refuse num_parallel")
        case _:
            assert_never(node)


def _add_loop(loop: ir.Loop, ways: Sequence[Way], building: Building, depth: int, lowering: Lowering) -> None:
    """A loop shares the scope it stands in; a back edge counts its passes, an exit is a way out of the loop."""
    header = entrance(loop.body, depth + 1)
    counter = _counter(depth)
    again = Go(to=header.to, changes=((counter, f"{field(counter)} + 1"), *header.changes))
    lower_route(
        loop.body,
        building,
        depth + 1,
        lowering,
        lambda to: again if to == loop.header else _way_to(to, ways),
    )


def _add_fork(fork: ir.Fork, go: Go, building: Building, depth: int, lowering: Lowering) -> None:
    most = max(1, building.most // len(fork.branches))
    branches = tuple(
        lower_scope(branch, Building(entry(branch), most, path_varies=building.path_varies), depth, lowering)
        for branch in fork.branches
    )
    assert go.to is not None, "a join follows every frame"
    building.add(
        Parallel(name=frame_name(fork), branches=branches, output=expression(updated(go.changes)), next=go.to)
    )


def _add_map(region: ir.Map, go: Go, building: Building, depth: int, lowering: Lowering) -> None:
    distributed = region.openers[0] in lowering.distributed
    width = widths(region.body, building.most, distributed=distributed)
    assert go.to is not None, "a join follows every frame"
    building.add(
        Map(
            name=frame_name(region),
            items=Reader(bucket=lowering.place.bucket, key=expression(field("items")), retry=READER)
            if distributed
            else ITEMS,
            selector=_selector(region, depth),
            body=lower_scope(region.body, Building(entry(region.body), width.inner), 0, lowering),
            concurrency=width.own,
            output=expression(updated(go.changes)),
            next=go.to,
            label=shared(region.openers[0]) if distributed else "",
        )
    )


def _selector(region: ir.Map, depth: int) -> dict[str, str]:
    """The payload of an iteration; a child execution has a name and an ARN of its own, so both are handed on."""
    path = joined((path_code(depth), quoted("."), "$string($states.context.Map.Item.Value)"))
    started = {name: expression(code) for name, code in entrance(region.body, 0).changes}
    kept = {name: expression(field(name)) for name in ("run", "uid")}
    return {**kept, "path": expression(path), **started}


def _counter(depth: int) -> str:
    """The field that counts the passes of a loop with `depth` loops around it."""
    return f"k{depth + 1}"


def _ways(route: Route, depth: int, leave: Leave) -> list[list[Way]]:
    """The ways out of every node."""
    ways: list[list[Way]] = [[] for _ in route.nodes]
    leaving: tuple[Edge | Exit, ...] = (*route.edges, *route.exits)
    for edge in leaving:
        go = leave(edge.to) if isinstance(edge, Exit) else entrance(route.nodes[edge.target], depth)
        ways[edge.source].append(Way(edge.case, go))
    return ways


def _way_to(to: Name, ways: Sequence[Way]) -> Go:
    """The way of a node that leaves to a step."""
    return ways[0].go if len(ways) == 1 else next(way.go for way in ways if way.case == to)
