"""The objects of the Amazon States Language that flowc emits, frozen. Values are JSON; texts may be expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from flowc.diagnostics.record import record
from flowc.ir.values import Json

Changes: TypeAlias = tuple[tuple[str, str], ...]
"""Fields of the payload and the code of their new values."""


@record
class Go:
    """Where the token goes: to a state (None: out of the scope), with changes of the payload on the way."""

    to: str | None
    changes: Changes = ()


@record
class Retry:
    """When a state is tried again. `jitter` spreads the pauses of many, `longest` bounds them; in seconds."""

    errors: tuple[str, ...]
    interval: int
    attempts: int
    rate: float = 1.0
    longest: int | None = None
    jitter: bool = False


@record
class Catch:
    """Where it goes on after any error, and the payload then."""

    output: Json
    next: str


@record
class Task:
    """A call of a service. `output` is the payload after it."""

    name: str
    resource: str
    arguments: Mapping[str, Json]
    output: Json
    next: str | None
    comment: str = ""
    timeout: int | None = None
    retry: tuple[Retry, ...] = ()
    catch: Catch | None = None


@record
class Rule:
    """One way out of a Choice, taken when `condition` holds."""

    condition: str
    go: Go


@record
class Choice:
    """Goes the way of the first rule that holds, else to `default`."""

    name: str
    rules: tuple[Rule, ...]
    default: str


@record
class Fail:
    """Ends the execution as failed."""

    name: str
    error: str
    cause: str


@record
class Succeed:
    """Ends a scope, for those who cannot end it themselves."""

    name: str


@record
class Parallel:
    """All branches side by side."""

    name: str
    branches: tuple[Scope, ...]
    output: Json
    next: str
    catch: Catch | None = None


@record
class Reader:
    """Where a Distributed Map reads its items: an object that holds a JSON list."""

    bucket: str
    key: str
    retry: Retry


@record
class Map:
    """A scope for each item: inline over `items`, or distributed over what the reader finds."""

    name: str
    items: str | Reader
    selector: Mapping[str, str]
    body: Scope
    concurrency: int
    output: str
    next: str
    label: str = ""


State: TypeAlias = Task | Choice | Fail | Succeed | Parallel | Map


@record
class Scope:
    """States that can go to one another: a machine, a branch of a Parallel, the body of a Map."""

    start: str
    states: tuple[State, ...]


@record
class Machine:
    """A state machine."""

    name: str
    comment: str
    scope: Scope
    timeout: int | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
