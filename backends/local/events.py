"""What happens in a run, as the views and `--json` tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Literal, Protocol, TypeAlias

from flowc.diagnostics.record import record

Ending: TypeAlias = Literal["done", "adopted", "cloned", "retried", "failed", "stopped"]
"""How an attempt ended. `adopted`: done by an earlier engine of the run; `retried`: failed, another follows."""

Status: TypeAlias = Literal["succeeded", "failed", "interrupted"]


@record
class RunStarted:
    """A run begins, or goes on."""

    flow: str
    run: str
    store: str
    origin: str | None = None
    continued: bool = False


@record
class TaskStarted:
    """An attempt begins; attempts count from 0."""

    step: str
    path: str
    attempt: int


@record
class TaskEnded:
    """An attempt has ended. `detail` says why, when it failed outside of the user's code."""

    step: str
    path: str
    attempt: int
    ending: Ending
    seconds: float
    splits: int | None = None
    detail: str | None = None


@record
class TaskOutput:
    """A line that a task printed; `stream` is `stdout` or `stderr`."""

    step: str
    path: str
    stream: str
    text: str


@record
class RunEnded:
    """The run has ended. `tasks` counts the winners, `seconds` the wall time of this engine."""

    flow: str
    run: str
    status: Status
    tasks: int
    seconds: float


Event: TypeAlias = RunStarted | TaskStarted | TaskOutput | TaskEnded | RunEnded

_NAMES: Mapping[type, str] = {
    RunStarted: "run_started",
    TaskStarted: "task_started",
    TaskOutput: "task_output",
    TaskEnded: "task_ended",
    RunEnded: "run_ended",
}


def as_json(event: Event) -> dict[str, object]:
    """An event as an object; what it does not know is left out."""
    told = {field.name: getattr(event, field.name) for field in fields(event)}
    return {
        "event": _NAMES[type(event)],
        **{name: value for name, value in told.items() if value is not None},
    }


class Pulse(Protocol):
    """Leaves signs of life of the engine where others can see them."""

    def beat(self) -> None:
        """Write that the run is running, if it is time."""
        ...

    def write(self, state: str) -> None:
        """Write how the run is: `running`, or a `Status`."""
        ...


class View(Protocol):
    """Whoever is told of events, in their order, on the thread of the engine."""

    def tell(self, event: Event) -> None:
        """Something happened."""
        ...

    def close(self) -> None:
        """Nothing more will happen; also called when the engine itself fails."""
        ...
