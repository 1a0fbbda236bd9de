"""Airflow's objects, as far as flowc uses them. Ids are unique in a DAG; upstream tasks are named by id."""

from __future__ import annotations

from typing import Literal, TypeAlias

from flowc.diagnostics.record import record
from flowc.ir.regions import Name

Rule: TypeAlias = Literal["all_success", "none_failed", "none_failed_min_one_success"]

Gives: TypeAlias = Literal["paths", "slices", "arm"]
"""What a step tells Airflow: the paths of its items (in slices when there are many), or the arm that it chose."""

Arms: TypeAlias = tuple[tuple[str, tuple[Name, ...]], ...]
"""For each task that chooses, some of the arms it may choose."""


@record
class Entrance:
    """What a task waits for: the tasks and groups before it, and how they must have ended."""

    upstream: tuple[str, ...] = ()
    rule: Rule = "all_success"


@record
class StepTask:
    """A step. `passes` is what the loops unrolled around it add to the path that it stands at."""

    id: str
    step: Name
    entrance: Entrance
    passes: str = ""
    gives: Gives | None = None


@record
class Guard:
    """Skipped unless one of the tasks chose one of the arms."""

    id: str
    arms: Arms
    entrance: Entrance


@record
class Paths:
    """The lists of several tasks, or of all instances of a mapped one, as one list."""

    id: str
    sources: tuple[tuple[str | None, str], ...]
    """Groups and tasks in them; None is the DAG itself."""
    slices: bool


@record
class TooMany:
    """Fails the run: a loop goes on for more passes than were declared."""

    id: str
    header: Name
    bound: int
    entrance: Entrance


@record
class Pass:
    """Runs one pass of a loop, and all that follow, as a run of the loop's own DAG."""

    id: str
    dag: str
    entrance: Entrance
    passes: str = ""
    again: bool = False
    """Whether it is called from a pass, for the next one."""


@record
class Left:
    """Tells where a loop was left to. `ways` are the arms that lead to each target."""

    id: str
    dag: str
    ways: tuple[tuple[Name, Arms], ...]
    entrance: Entrance
    passes: str = ""
    again: bool = False
    """Whether it asks from a pass, for that pass and the next."""


AirflowTask: TypeAlias = StepTask | Guard | Paths | TooMany | Pass | Left


@record
class Group:
    """A part of the body of a foreach, mapped over the list of `source`."""

    id: str
    source: tuple[str | None, str]
    upstream: tuple[str, ...]
    tasks: tuple[AirflowTask, ...]


Unit: TypeAlias = AirflowTask | Group


@record
class Dag:
    """One DAG; `units` are in an order in which each comes after those it names."""

    id: str
    header: Name | None
    """The step that the loop begins with; None for the flow's own DAG."""
    units: tuple[Unit, ...]
