"""Argo Events' own objects, as far as flowc uses them (API argoproj.io/v1alpha1, Argo Events 1.9). No logic.

Paths are those of `gjson`, by which a Sensor reads the data of an event.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from flowc.diagnostics.record import record

Part: TypeAlias = Literal["data", "context"]
"""An event is what it brings, and a context: its id, its time, where it is from."""


@record
class Source:
    """Where a Sensor reads a value. `value` is what there is without it.

    `template` is a Go template of flowc's own, never of the user's text; without one, `path` is read.
    """

    event: str
    part: Part = "data"
    path: str = ""
    template: str = ""
    value: str | None = None


@record
class Argument:
    """A parameter of the run that is started, and what fills it."""

    name: str
    value: str
    source: Source


@record
class Filter:
    """What an event must have at `path`: a text that one of the regular expressions matches."""

    path: str
    patterns: tuple[str, ...]


@record
class Dependency:
    """One event that a Sensor waits for."""

    name: str
    event_source: str
    event: str
    filters: tuple[Filter, ...]


@record
class Reset:
    """When a Sensor forgets what has come so far."""

    cron: str
    timezone: str


@record
class Sensor:
    """Starts a run of `template` when all dependencies have come; `identity` makes its name, one for an event."""

    name: str
    template: str
    prefix: str
    identity: Source
    dependencies: tuple[Dependency, ...]
    arguments: tuple[Argument, ...]
    reset: Reset | None


@record
class Watch:
    """Runs of one flow that succeeded, as an event of this name."""

    event: str
    flow: str


@record
class EventSource:
    """Watches workflows."""

    name: str
    watches: tuple[Watch, ...]
