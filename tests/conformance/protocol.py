"""What the suite asks of an engine. One adapter an engine, in `tests/engines/<name>/adapter.py`, as `ADAPTER`.

The order of calls: `start`; for each case `deploy`, `inject` (or not), `trigger`, `wait`; at the end `stop`.
Between `trigger` and `wait` other cases may be triggered. Results are read from the store by the client, and never
from the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from flowc.runtime_shim.store import Store

Status = Literal["succeeded", "failed"]


class Refused(Exception):  # noqa: N818 - it names what happened
    """The run did not start: a parameter is missing or wrong."""


class Unsupported(Exception):  # noqa: N818 - it names what happened
    """The engine cannot do what the flow needs, and the compiler says so: the text is its finding."""


class Unavailable(Exception):  # noqa: N818 - it names what is so
    """The engine is not to be had on this machine; the message says why, in words for people."""


class Broken(Exception):  # noqa: N818 - it names what happened
    """The engine does not take what was emitted, or has itself failed: the text says how."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that breaks. `kill-task`: each task of `step` gets SIGKILL in its first attempt, before its code.
    `kill-engine`: what schedules gets SIGKILL as soon as a task of `step` has begun, and is started again."""

    kind: Literal["kill-task", "kill-engine"]
    step: str


@dataclass(frozen=True, slots=True)
class Deployed:
    """A flow that can be triggered. `handle` is the engine's own."""

    flow: str
    file: Path
    handle: Any = None


@dataclass(frozen=True, slots=True)
class Triggered:
    """A run that was started. `handle` is the engine's own."""

    flow: str
    run: str
    handle: Any = None


class Adapter(Protocol):
    """An engine. One on which several cases may run at once has an attribute `lanes`, their number."""

    name: str

    @property
    def store(self) -> Store:
        """The store that the tasks write to."""
        ...

    def start(self, folder: Path) -> None:
        """Bring the engine up; everything it keeps goes below `folder`. Raises `Unavailable`."""
        ...

    def deploy(self, file: Path) -> Deployed:
        """Compile a flow and give it to the engine. Raises `Unsupported`."""
        ...

    def inject(self, deployed: Deployed, fault: Fault) -> None:
        """Let the next run of the flow meet a fault. Raises `Unsupported`."""
        ...

    def trigger(self, deployed: Deployed, parameters: Mapping[str, Any]) -> Triggered:
        """Start a run, without waiting for it. Raises `Refused`."""
        ...

    def wait(self, triggered: Triggered, seconds: float) -> Status:
        """Until the run has ended. Raises TimeoutError."""
        ...

    def stop(self) -> None:
        """Take the engine down."""
        ...
