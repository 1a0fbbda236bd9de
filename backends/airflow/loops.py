"""Loops: unrolled when there is a bound, else a DAG of their own that is run once for each pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from flowc.backends.airflow.conditions import Chooser, any_of
from flowc.backends.airflow.entrances import arms_of, entrance, segment_of
from flowc.backends.airflow.lowering import Lowering
from flowc.backends.airflow.model import Arms, Entrance, Left, Pass, TooMany
from flowc.backends.airflow.passed import Passed, arrival_by
from flowc.backends.airflow.state import Arrival, Ref, Spot, Way
from flowc.ir.regions import Exit, Loop, Name, Route, loop_targets

LEFT = "-left"
"""The id of the task that tells where a pass was left to."""

LowerRoute: TypeAlias = Callable[[Route, Arrival, Spot, Lowering], list[Passed]]


def lower_loop(
    loop: Loop, arrival: Arrival, spot: Spot, lowering: Lowering, lower_route: LowerRoute
) -> Passed:
    """A loop; the token leaves it by the exits of any pass."""
    bound = lowering.bounds.get(loop.header)
    if bound is None:
        return _runs(loop, arrival, spot, lowering)
    return _unrolled(loop, bound, arrival, spot, lowering, lower_route)


def loop_pass(loop: Loop, lowering: Lowering, lower_route: LowerRoute) -> None:
    """The body of a loop as the whole of a DAG: one pass, the call of the next, and where it was left to."""
    state = lowering.state
    spot = Spot(state.top)
    passed = lower_route(loop.body, Arrival((), None), spot, lowering)
    back = arrival_by(_back_edges(loop), passed, state)
    again = state.names.allocate(f"{loop.header}-again")
    before = entrance(back, spot, state)
    lowering.put(Pass(id=again, dag=state.id, entrance=before, again=True), spot)
    if len(loop_targets(loop)) < 2:
        return
    exits = _exits(loop)
    ways = tuple((to, _arms(arrival_by(found, passed, state))) for to, found in exits.items())
    sources = dict.fromkeys(
        way.source.chooser for found in exits.values() for way in arrival_by(found, passed, state).ways
    )
    after = Entrance(upstream=(*sources, again), rule="none_failed")
    lowering.put(Left(id=LEFT, dag=state.id, ways=ways, entrance=after, again=True), spot)


def _runs(loop: Loop, arrival: Arrival, spot: Spot, lowering: Lowering) -> Passed:
    """A task that runs the first pass, which runs the next; and one that tells where the last was left to."""
    state = lowering.state
    here = spot._replace(segment=segment_of(arrival, spot))
    name = state.names.allocate(f"{loop.header}-loop{here.copy}")
    dag = lowering.loop_dag(loop)
    before = entrance(arrival, here, state)
    lowering.put(Pass(id=name, dag=dag, entrance=before, passes=here.passes), here)
    targets = loop_targets(loop)
    if len(targets) < 2:
        return _left_by(Ref(here.level, here.segment, arrival.runs, name), targets, several=False)
    left = state.names.allocate(f"{loop.header}-left{here.copy}")
    after = Entrance(upstream=(name,))
    lowering.put(Left(id=left, dag=dag, ways=(), entrance=after, passes=here.passes), here)
    state.choosers[left] = Chooser(frozenset(targets), arrival.runs)
    return _left_by(Ref(here.level, here.segment, arrival.runs, left), targets, several=True)


def _left_by(ref: Ref, targets: tuple[Name, ...], *, several: bool) -> Passed:
    if several:
        return Passed.by(ref, targets)
    return Passed(dict.fromkeys((None, *targets), (Way(ref),)))


def _unrolled(
    loop: Loop, bound: int, arrival: Arrival, spot: Spot, lowering: Lowering, lower_route: LowerRoute
) -> Passed:
    """One copy of the body for each pass; whoever wants one more fails the run."""
    state = lowering.state
    found: dict[Name, dict[Way, None]] = {to: {} for to in loop_targets(loop)}
    for number in range(bound):
        here = spot._replace(passes=f"{spot.passes}_{number}", copy=f"{spot.copy}-{number}")
        passed = lower_route(loop.body, arrival, here, lowering)
        for to, exits in _exits(loop).items():
            found[to].update(dict.fromkeys(arrival_by(exits, passed, state).ways))
        arrival = arrival_by(_back_edges(loop), passed, state)
    over = _too_many(loop, bound, arrival, spot, lowering)
    ways: dict[Name | None, tuple[Way, ...]] = {to: tuple(each) for to, each in found.items()}
    if len(ways) == 1:
        (only,) = ways.values()
        ways = dict.fromkeys((None, *ways), (*only, over))
    return Passed(ways)


def _too_many(loop: Loop, bound: int, arrival: Arrival, spot: Spot, lowering: Lowering) -> Way:
    state = lowering.state
    here = spot._replace(segment=segment_of(arrival, spot))
    name = state.names.allocate(f"{loop.header}{here.copy}-{bound}")
    before = entrance(arrival, here, state)
    lowering.put(TooMany(id=name, header=loop.header, bound=bound, entrance=before), here)
    return Way(Ref(here.level, here.segment, arrival.runs, name))


def _back_edges(loop: Loop) -> list[Exit]:
    return [exit_ for exit_ in loop.body.exits if exit_.to == loop.header]


def _exits(loop: Loop) -> dict[Name, list[Exit]]:
    found: dict[Name, list[Exit]] = {to: [] for to in loop_targets(loop)}
    for exit_ in loop.body.exits:
        if exit_.to != loop.header:
            found[exit_.to].append(exit_)
    return found


def _arms(arrival: Arrival) -> Arms:
    assert arrival.runs is not None, "a loop with several ways out has a choice before each"
    return arms_of(any_of([arrival.runs]) or frozenset())
