"""What `flowc deploy`, `trigger`, `status`, `logs` and `runs` need of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, Literal, Protocol, TypeAlias

from flowc.backends.protocol import Document, Request
from flowc.diagnostics.record import record

Kind: TypeAlias = Literal["create", "update", "unchanged", "delete"]
Phase: TypeAlias = Literal["pending", "running", "succeeded", "failed", "stopped", "unknown"]


class DeployError(Exception):
    """The engine cannot be reached, or said no; the message tells people what happened and what to do."""


@record
class Change:
    """What is to happen to one object of the engine. `diff` is a readable text diff, or ""."""

    kind: Kind
    object: str
    """Its kind and name, such as `WorkflowTemplate train`."""
    diff: str = ""


@record
class Plan:
    """All changes, in the order in which they are made; `handle` is the engine's own."""

    flow: str
    changes: tuple[Change, ...]
    handle: Any = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return all(change.kind == "unchanged" for change in self.changes)


@record
class Wanted:
    """What is to be live: the compile and what it emitted. `prune` removes what this flow no longer has."""

    request: Request
    documents: tuple[Document, ...]
    prune: bool = False


@record
class Started:
    """A run that the engine has taken. `run` is its id in the store; `link` is where people look at it, or ""."""

    flow: str
    run: str
    link: str = ""
    handle: Any = None


@record
class StepState:
    """How many tasks of a step are in which state."""

    step: str
    running: int = 0
    succeeded: int = 0
    failed: int = 0


@record
class RunState:
    """A run as the engine has it. `message` says why it failed, if it did."""

    run: str
    phase: Phase
    message: str = ""
    steps: tuple[StepState, ...] = ()
    created: float | None = None
    """Seconds since 1970."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.phase in ("succeeded", "failed", "stopped")


@record
class Connection:
    """Where the engine is: the command line's and the configuration's options, by name, and the environment's."""

    options: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)


class Deployer(Protocol):
    """One engine to deploy to. Every method may raise `DeployError`; none prints.

    A backend that has one offers `deployer(connection) -> Deployer`.
    """

    def plan(self, wanted: Wanted) -> Plan:
        """Compare what is live with what is wanted. Changes nothing."""
        ...

    def apply(self, plan: Plan) -> Iterator[Change]:
        """Make the changes, one at a time, each given when it is done. May be repeated after an interruption."""
        ...

    def trigger(self, flow: str, parameters: Mapping[str, Any], run: str | None) -> Started:
        """Start a run. `parameters` are by their names on the command line; texts, or JSON values."""
        ...

    def state(self, flow: str, run: str) -> RunState:
        """How far a run is."""
        ...

    def runs(self, flow: str, limit: int) -> tuple[RunState, ...]:
        """The latest runs, newest first."""
        ...

    def logs(self, flow: str, run: str, step: str | None) -> Iterator[str]:
        """What the engine kept of the output of tasks, in lines; used where the store has none."""
        ...
