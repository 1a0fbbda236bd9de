"""Routes, node by node, and the Forks in them, whose branches share the DAG template they stand in."""

from __future__ import annotations

from flowc.backends.argo.calls import call_loop, call_map, call_task
from flowc.backends.argo.depends import all_of
from flowc.backends.argo.edges import arrived, gate
from flowc.backends.argo.state import Arrival, Dag, Gate, Lowering
from flowc.ir.regions import Edge, Exit, Fork, Gang, Loop, Map, Region, Route, Task


def lower_route(route: Route, start: Gate, dag: Dag, lowering: Lowering) -> list[Arrival]:
    """Add the tasks of a route to `dag`; where each of its nodes leaves the token."""
    incoming: list[list[Edge]] = [[] for _ in route.nodes]
    for edge in route.edges:
        incoming[edge.target].append(edge)
    arrivals: list[Arrival] = []
    for node, edges in zip(route.nodes, incoming, strict=True):
        entrance = gate(edges, arrivals, dag, lowering) if edges else start
        arrivals.append(_lower(node, entrance, dag, lowering))
    _mark_choices(route, lowering)
    return arrivals


def _lower(region: Region, entrance: Gate, dag: Dag, lowering: Lowering) -> Arrival:
    match region:
        case Task():
            return call_task(region, entrance, dag, lowering)
        case Loop():
            return call_loop(region, entrance, dag, lowering)
        case Map():
            return call_map(region, dag, lowering)
        case Fork():
            return _lower_fork(region, entrance, dag, lowering)
        case Route():
            return _lower_nested(region, entrance, dag, lowering)
        case Gang():
            raise AssertionError("the capabilities of Argo refuse num_parallel")


def _lower_fork(fork: Fork, entrance: Gate, dag: Dag, lowering: Lowering) -> Arrival:
    """Side by side; done when the token of each branch has left it for the join."""
    ends = [
        arrived(branch.exits, lower_route(branch, entrance, dag, lowering), dag, lowering)
        for branch in fork.branches
    ]
    return Arrival(all_of(ends))


def _lower_nested(route: Route, entrance: Gate, dag: Dag, lowering: Lowering) -> Arrival:
    """A route in a route; done when its token has left it."""
    return Arrival(arrived(route.exits, lower_route(route, entrance, dag, lowering), dag, lowering))


def _mark_choices(route: Route, lowering: Lowering) -> None:
    """Remember the steps whose choice the engine has to know."""
    leavings: tuple[Edge | Exit, ...] = (*route.edges, *route.exits)
    for leaving in leavings:
        source = route.nodes[leaving.source]
        if leaving.case is not None and isinstance(source, Task):
            lowering.next.add(source.step)
