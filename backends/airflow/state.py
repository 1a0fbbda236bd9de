"""What the lowering of one DAG builds up: its levels, what stands in them, and who chooses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flowc.backends.airflow.conditions import Choice, Chooser, Condition, any_of, simplified
from flowc.backends.airflow.model import AirflowTask, Entrance, Group, Unit
from flowc.backends.airflow.names import Names
from flowc.ir.regions import Name


class Level:
    """A foreach body, or the DAG itself: everything in it runs for the same list of paths.

    `segments` are the groups that it takes: a new one begins where a foreach in it has been joined.
    """

    def __init__(self, name: str | None = None, source: tuple[str | None, str] = (None, "")) -> None:
        self.name = name
        self.source = source
        self.segments: list[Segment] = []
        self.inner: list[tuple[int, Level]] = []

    @property
    def is_mapped(self) -> bool:
        """Whether it is a foreach body."""
        return self.name is not None


class Segment:
    """A part of a level: a mapped group, or the top of the DAG."""

    def __init__(self, group: str | None) -> None:
        self.group = group
        self.tasks: list[AirflowTask] = []


class Spot(NamedTuple):
    """Where something is put: the level, and the first segment of it that may hold it.

    `passes` is what the loops unrolled in this level add to paths, `copy` what all unrolled loops around add to
    ids: a `-`, which no step has in its name, and the number of the pass, for each.
    """

    level: Level
    segment: int = 0
    passes: str = ""
    copy: str = ""


class Ref(NamedTuple):
    """What has been put somewhere: when it runs, and the task that tells what it chose."""

    level: Level
    segment: int
    runs: Condition
    chooser: str


class Way(NamedTuple):
    """The token comes from a task, which chose `case` if it had a choice."""

    source: Ref
    case: Name | None = None

    @property
    def taken(self) -> Condition:
        """When it is taken."""
        return self.source.runs if self.case is None else frozenset({Choice(self.source.chooser, self.case)})


class Arrival(NamedTuple):
    """How the token comes to a node: by one of `ways`; or, when `together`, by all that are not skipped.

    `runs` is when it comes at all, told for the level it is in. `bodies` are the foreachs that it comes out of.
    """

    ways: tuple[Way, ...]
    runs: Condition
    together: bool = False
    bodies: tuple[Level, ...] = ()


class DagState:
    """One DAG while it is made."""

    def __init__(self, identity: str, header: Name | None) -> None:
        self.id = identity
        self.header = header
        self.names = Names()
        self.top = Level()
        self.choosers: dict[str, Chooser] = {}
        self.between: list[AirflowTask] = []
        """Tasks between groups: at the top, whatever level they serve."""
        self.guards: dict[tuple[Segment, frozenset[Choice], Entrance], str] = {}

    def segment(self, level: Level, number: int) -> Segment:
        """A segment of a level, made when it is first asked for."""
        while len(level.segments) <= number:
            count = len(level.segments)
            wanted = None if level.name is None else level.name if not count else f"{level.name}_{count + 1}"
            level.segments.append(Segment(None if wanted is None else self.names.allocate(wanted)))
        return level.segments[number]

    def simplify(self, conditions: Iterable[Condition]) -> Condition:
        """Any of the conditions, as short as can be."""
        return simplified(any_of(conditions), self.choosers)

    def units(self) -> tuple[Unit, ...]:
        """Everything at the top of the DAG: its own tasks, what is between groups, and the groups."""
        found: list[Unit] = [*self.segment(self.top, 0).tasks, *self.between]
        waiting = [level for _, level in self.top.inner]
        while waiting:
            level = waiting.pop(0)
            waiting += (inner for _, inner in level.inner)
            found += self._groups(level)
        return tuple(found)

    def _groups(self, level: Level) -> list[Group]:
        groups: list[Group] = []
        for number, segment in enumerate(level.segments):
            assert segment.group is not None, "only the top of the DAG has no group"
            before = [level.segments[number - 1].group] if number else []
            before += [inner.segments[-1].group for at, inner in level.inner if at == number - 1]
            groups.append(
                Group(
                    id=segment.group,
                    source=level.source,
                    upstream=tuple(group for group in before if group is not None),
                    tasks=tuple(segment.tasks),
                )
            )
        return groups
