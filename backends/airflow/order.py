"""The order of a DAG file: each task and group after those it names, and else as the flow goes."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from flowc.backends.airflow.model import Group, Paths, Unit


def ordered(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Units in a stable topological order."""
    place = {unit.id: position for position, unit in enumerate(units)}
    waiting = {unit.id: {name for name in before(unit) if name in place} for unit in units}
    after: dict[str, list[str]] = {}
    for name, needed in waiting.items():
        for other in needed:
            after.setdefault(other, []).append(name)
    ready = [place[name] for name, needed in waiting.items() if not needed]
    ready.sort()
    found: list[Unit] = []
    while ready:
        unit = units[heappop(ready)]
        found.append(unit)
        for name in after.get(unit.id, ()):
            waiting[name].discard(unit.id)
            if not waiting[name]:
                heappush(ready, place[name])
    assert len(found) == len(units), "tasks of a DAG form no circle"
    return tuple(found)


def before(unit: Unit) -> tuple[str, ...]:
    """The ids that the statement of a unit names."""
    match unit:
        case Group(source=(_, source), upstream=upstream):
            return (*upstream, source)
        case Paths(sources=sources):
            return tuple(group or task for group, task in sources)
        case _:
            return unit.entrance.upstream
