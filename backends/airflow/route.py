"""Regions to tasks and groups: one short function per kind."""

from __future__ import annotations

from typing import NamedTuple

from flowc.backends.airflow.conditions import Chooser
from flowc.backends.airflow.entrances import entrance, segment_of
from flowc.backends.airflow.loops import lower_loop
from flowc.backends.airflow.lowering import Lowering
from flowc.backends.airflow.model import Gives, Paths
from flowc.backends.airflow.passed import Passed, arrival_by
from flowc.backends.airflow.state import Arrival, Level, Ref, Spot
from flowc.ir.exhaustive import assert_never
from flowc.ir.regions import Edge, Exit, Fork, Gang, Loop, Map, Name, Region, Route, Task, entry
from flowc.ir.slices import can_be_sliced


def lower_route(route: Route, start: Arrival, spot: Spot, lowering: Lowering) -> list[Passed]:
    """Put the nodes of a route in place; how the token leaves each of them."""
    incoming: list[list[Edge]] = [[] for _ in route.nodes]
    for edge in route.edges:
        incoming[edge.target].append(edge)
    cases = _cases(route)
    passed: list[Passed] = []
    for position, (node, edges) in enumerate(zip(route.nodes, incoming, strict=True)):
        arrival = arrival_by(edges, passed, lowering.state) if edges else start
        if isinstance(node, Task):
            passed.append(_task(node, _gives(route, position, cases), arrival, spot, lowering))
        else:
            passed.append(_region(node, arrival, spot, lowering))
    return passed


def _cases(route: Route) -> dict[int, tuple[Name, ...]]:
    """For each node its cases, if it has several."""
    found: dict[int, dict[Name, None]] = {}
    leavings: tuple[Edge | Exit, ...] = (*route.edges, *route.exits)
    for leaving in leavings:
        if leaving.case is not None:
            found.setdefault(leaving.source, {})[leaving.case] = None
    return {source: tuple(cases) for source, cases in found.items()}


class _Telling(NamedTuple):
    """What a step gives, and the arms it chooses from."""

    gives: Gives | None
    arms: tuple[Name, ...]


def _gives(route: Route, position: int, cases: dict[int, tuple[Name, ...]]) -> _Telling:
    """What a step tells Airflow."""
    if position in cases:
        return _Telling("arm", cases[position])
    for edge in route.edges:
        body = route.nodes[edge.target]
        if edge.source == position and isinstance(body, Map):
            return _Telling("slices" if can_be_sliced(body) else "paths", ())
    return _Telling(None, ())


def _task(node: Task, telling: _Telling, arrival: Arrival, spot: Spot, lowering: Lowering) -> Passed:
    state = lowering.state
    here = spot._replace(segment=segment_of(arrival, spot))
    chooser = lowering.put_step(node.step, telling.gives, entrance(arrival, here, state), here)
    if telling.arms:
        state.choosers[chooser] = Chooser(frozenset(telling.arms), arrival.runs)
    ref = Ref(here.level, here.segment, arrival.runs, chooser)
    return Passed.by(ref, telling.arms)


def _region(region: Region, arrival: Arrival, spot: Spot, lowering: Lowering) -> Passed:
    match region:
        case Fork():
            return _fork(region, arrival, spot, lowering)
        case Map():
            return _map(region, arrival, spot, lowering)
        case Loop():
            return lower_loop(region, arrival, spot, lowering, lower_route)
        case Route():
            return _nested(region, arrival, spot, lowering)
        case Gang():
            raise AssertionError("the capabilities of Airflow refuse num_parallel")
        case Task():
            raise AssertionError("a step is lowered with what it tells")
        case _:
            assert_never(region)


def _fork(fork: Fork, arrival: Arrival, spot: Spot, lowering: Lowering) -> Passed:
    """Side by side; the join waits for whatever may end a branch."""
    ways = {
        way: None
        for branch in fork.branches
        for way in arrival_by(branch.exits, lower_route(branch, arrival, spot, lowering), lowering.state).ways
    }
    return Passed({}, Arrival(tuple(ways), arrival.runs, together=True))


def _nested(route: Route, arrival: Arrival, spot: Spot, lowering: Lowering) -> Passed:
    """A route in a route."""
    passed = lower_route(route, arrival, spot, lowering)
    return Passed({None: arrival_by(route.exits, passed, lowering.state).ways})


def _map(region: Map, arrival: Arrival, spot: Spot, lowering: Lowering) -> Passed:
    """A foreach: a level of its own, mapped over the paths that its openers give."""
    state = lowering.state
    openers = [way.source for way in arrival.ways]
    at = max(opener.segment for opener in openers) if spot.level.is_mapped else 0
    level = Level(
        f"each_{entry(region.body)}{spot.copy.replace('-', '_')}", _source(region, openers, spot, lowering)
    )
    spot.level.inner.append((at, level))
    state.segment(level, 0)
    lower_route(region.body, Arrival((), None), Spot(level, copy=spot.copy), lowering)
    return Passed({}, Arrival(arrival.ways, arrival.runs, bodies=(level,)))


def _source(region: Map, openers: list[Ref], spot: Spot, lowering: Lowering) -> tuple[str | None, str]:
    """The task that has the list of paths: the opener, or one that puts several lists together."""
    state = lowering.state
    if len(openers) == 1 and not spot.level.is_mapped:
        return (None, openers[0].chooser)
    sources = tuple((state.segment(spot.level, at.segment).group, at.chooser) for at in openers)
    name = state.names.allocate(f"paths-of-{entry(region.body)}{spot.copy}")
    state.between.append(Paths(id=name, sources=sources, slices=can_be_sliced(region)))
    return (None, name)
