"""What `flowc deploy`, `trigger`, `status`, `logs` and `runs` need of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, Literal, Protocol, TypeAlias

from flowc.backends.protocol import Document, Request
from flowc.diagnostics.record import record

Kind: TypeAlias = Literal["create", "update", "unchanged", "delete"]
OptionKind: TypeAlias = Literal["number", "switch"]
Phase: TypeAlias = Literal["pending", "running", "succeeded", "failed", "stopped", "unknown"]


class DeployError(Exception):
    """The engine said no. The message tells people what happened, `help` what to do; `code` is the finding's."""

    code = "FLOW343"

    def __init__(self, message: str, *, help: str | None = None) -> None:  # noqa: A002 - as findings call it
        super().__init__(message)
        self.message = message
        self.help = help


class ClientMissing(DeployError):  # noqa: N818 - these name what happened
    """The package that talks to the engine is not installed; `help` is the command that does so."""

    code = "FLOW341"


class Unreachable(DeployError):  # noqa: N818
    """The engine does not answer. Doing the same again later may work."""

    code = "FLOW342"


class Conflict(DeployError):  # noqa: N818
    """Somebody else has changed, or is changing, the same object: a new plan is needed."""

    code = "FLOW344"


class NotDeployed(DeployError):  # noqa: N818
    """The engine has no flow, or no run, of that name."""

    code = "FLOW345"


class RunTaken(DeployError):  # noqa: N818
    """There is a run of that name already, and it was started with something else."""

    code = "FLOW347"


class ValueTooLong(DeployError):  # noqa: N818
    """A value that the engine takes but can hand to no task."""

    code = "FLOW406"


@record
class Unbound:
    """A setting without which what is deployed could not run."""

    name: str
    """As the configuration calls it: `store`, or `step-functions.job-queue`."""
    why: str
    """What it is for, such as `where artifacts are kept`."""
    help: str
    """How to set it, such as `set store in flowc.toml, or FLOWC_STORE, or --store`."""


@record
class Change:
    """What is to happen to one object of the engine. `diff` is a readable text diff, or ""."""

    kind: Kind
    object: str
    """Its kind and name, such as `WorkflowTemplate train`; unique within a plan."""
    diff: str = ""


@record
class Plan:
    """All changes, in the order in which they are made; `handle` is the engine's own."""

    flow: str
    """The engine's name of the flow."""
    changes: tuple[Change, ...]
    handle: Any = None
    notes: tuple[str, ...] = ()
    """What people should know besides, each a line: such as an object that only `prune` would delete."""
    is_awaited: bool = True
    """Whether `apply` ends only when the engine has what was deployed."""

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
class Deployed:
    """A flow that is live."""

    name: str
    """The engine's name of it."""
    flow: str
    """The name of the class, which its runs have in the store; "" when the engine does not know."""
    package: str = ""
    """The SHA-256 of its code package in hex, or ""."""
    store: str = ""
    """The URL of the store that its runs write to, or ""."""
    link: str = ""


@record
class Started:
    """A run that the engine has taken. `run` is its id in the store; `link` is where people look at it, or ""."""

    flow: str
    """The engine's name of the flow."""
    run: str
    link: str = ""
    existed: bool = False
    """Whether the same run had been started before: the engine took the two for one."""


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
    """In the order in which they began; empty when the engine does not tell."""
    created: float | None = None
    """Seconds since 1970."""
    ended: float | None = None
    link: str = ""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.phase in ("succeeded", "failed", "stopped")


@record
class Connection:
    """Where the engine is: the configuration's table of the target with the command line's options over it.

    `environment` is the whole environment: this is where credentials come from; none of it reaches a manifest.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)


class Deployer(Protocol):
    """One engine to deploy to. Every method may raise `DeployError`; none prints.

    Making one, `name` and `unbound` contact nothing and need no package beyond flowc's own.
    """

    def name(self, request: Request) -> str:
        """The engine's name of a flow."""
        ...

    def unbound(self, request: Request) -> tuple[Unbound, ...]:
        """The settings that nobody has given and that a deployed flow needs."""
        ...

    def plan(self, wanted: Wanted) -> Plan:
        """Compare what is live with what is wanted. Changes nothing."""
        ...

    def apply(self, plan: Plan) -> Iterator[Change]:
        """Make the changes, one at a time, each given when it is done; those that are `unchanged` are left out.

        May be repeated, with a new plan, after an interruption at any point.
        """
        ...

    def find(self, flow: str) -> Deployed:
        """The deployed flow of that name: the engine's, or that of the class. Raises `NotDeployed`."""
        ...

    def trigger(self, flow: str, parameters: Mapping[str, Any], run: str | None) -> Started:
        """Start a run. `parameters` are by their names on the command line; texts, or JSON values.

        `flow` is the engine's name, here and below. Without `run` the deployer makes up an id.
        """
        ...

    def state(self, flow: str, run: str) -> RunState:
        """How far a run is. Raises `NotDeployed` when there is none."""
        ...

    def runs(self, flow: str, limit: int) -> tuple[RunState, ...]:
        """The latest runs, newest first, `steps` left out."""
        ...

    def logs(self, flow: str, run: str, step: str | None) -> Iterator[str]:
        """What the engine kept of the output of tasks, in lines; used where the store has none."""
        ...


class Deployable(Protocol):
    """What a backend offers beside `Backend` when flowc can deploy to its engine."""

    def option_kinds(self) -> Mapping[str, OptionKind]:
        """Settings of the target's table that are no texts: how `--option NAME=VALUE` reads a value."""
        ...

    def deployer(self, connection: Connection) -> Deployer:
        """The deployer for an engine."""
        ...
