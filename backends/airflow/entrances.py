"""Ways of the token to upstream tasks and trigger rules: see README.md for why this is right."""

from __future__ import annotations

from collections.abc import Iterable

from flowc.backends.airflow.conditions import Choice, Condition, any_of, covered
from flowc.backends.airflow.model import Arms, Entrance, Guard, Rule
from flowc.backends.airflow.state import Arrival, DagState, Level, Spot, Way

ONE_OF: Rule = "none_failed_min_one_success"
NONE_FAILED: Rule = "none_failed"


def segment_of(arrival: Arrival, spot: Spot) -> int:
    """The segment in which a node stands: that of what is before it, or the next after a foreach in a foreach."""
    if not spot.level.is_mapped:
        return 0
    segments = [way.source.segment for way in arrival.ways if way.source.level is spot.level]
    return max([spot.segment, *segments]) + bool(arrival.bodies)


def entrance(arrival: Arrival, spot: Spot, state: DagState) -> Entrance:
    """What a node at a spot waits for; guards that it needs are put there."""
    if not arrival.ways:
        return Entrance()
    if spot.level.is_mapped and (_crosses(arrival, spot) or _is_merge(arrival)):
        return _in_group(arrival, spot, state)
    if arrival.together or arrival.bodies:
        return _together(arrival)
    return _one_of(arrival, spot, state)


def guard(name: str, condition: frozenset[Choice], before: Entrance, spot: Spot, state: DagState) -> Entrance:
    """Wait for a guard, which there is once in a segment for each condition."""
    segment = state.segment(spot.level, spot.segment)
    key = (segment, condition, before)
    if key not in state.guards:
        identity = state.names.allocate(name)
        state.guards[key] = identity
        segment.tasks.append(Guard(id=identity, arms=arms_of(condition), entrance=before))
    return Entrance(upstream=(state.guards[key],))


def arms_of(condition: frozenset[Choice]) -> Arms:
    """The choices of a condition by task, in a fixed order."""
    found: dict[str, list[str]] = {}
    for choice in sorted(condition):
        found.setdefault(choice.task, []).append(choice.arm)
    return tuple((task, tuple(arms)) for task, arms in found.items())


def _crosses(arrival: Arrival, spot: Spot) -> bool:
    return bool(arrival.bodies) or any(not _is_here(way, spot) for way in arrival.ways)


def _is_here(way: Way, spot: Spot) -> bool:
    return way.source.level is spot.level and way.source.segment == spot.segment


def _is_merge(arrival: Arrival) -> bool:
    """Whether some of what is before it may be skipped although the token comes."""
    return len(arrival.ways) > 1 and not _all_succeed(arrival)


def _all_succeed(arrival: Arrival) -> bool:
    return arrival.together and all(
        way.case is None and way.source.runs == arrival.runs for way in arrival.ways
    )


def _in_group(arrival: Arrival, spot: Spot, state: DagState) -> Entrance:
    """Something of it may be skipped, or is in an earlier group, whose tasks say nothing about this item alone.

    The group waits for the earlier ones as wholes, so what is left to ask is whether the token comes here. The
    rule "at least one succeeded" could tell in one group, but Airflow 3 runs such a task for items for which all
    was skipped, since it looks at all items when it expands the task.
    """
    here = _ids(way for way in arrival.ways if _is_here(way, spot))
    before = Entrance(upstream=here, rule=NONE_FAILED)
    if arrival.runs is None:
        return before
    return guard(f"after-{arrival.ways[0].source.chooser}", arrival.runs, before, spot, state)


def _together(arrival: Arrival) -> Entrance:
    upstream = (*_ids(arrival.ways), *(_last_group(level) for level in arrival.bodies))
    if not arrival.bodies and _all_succeed(arrival):
        return Entrance(upstream=upstream)
    return Entrance(upstream=upstream, rule=ONE_OF)


def _one_of(arrival: Arrival, spot: Spot, state: DagState) -> Entrance:
    complete = covered(any_of(way.taken for way in arrival.ways), state.choosers)
    upstream: dict[str, None] = {}
    for way in arrival.ways:
        if way.case is None or way.source.chooser in complete:
            upstream[_told_by(way)] = None
        else:
            upstream.update(dict.fromkeys(_case(way, way.case, spot, state).upstream))
    return Entrance(upstream=tuple(upstream), rule="all_success" if len(upstream) == 1 else ONE_OF)


def _case(way: Way, case: str, spot: Spot, state: DagState) -> Entrance:
    chooser = way.source.chooser
    before = Entrance(upstream=(_told_by(way),))
    return guard(f"{chooser}-to-{case}", frozenset({Choice(chooser, case)}), before, spot, state)


def _told_by(way: Way) -> str:
    """The task that has ended when the way is known."""
    return way.source.chooser


def _ids(ways: Iterable[Way]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_told_by(way) for way in ways))


def _last_group(level: Level) -> str:
    group = level.segments[-1].group
    assert group is not None
    return group


def condition_of(ways: tuple[Way, ...], state: DagState) -> Condition:
    """When one of the ways is taken."""
    return state.simplify(way.taken for way in ways)
