"""What the rest of flowc knows of a backend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal, Protocol, TypeAlias

from flowc.diagnostics import Finding
from flowc.diagnostics.record import record
from flowc.ir.features import Feature, Support
from flowc.ir.flow import Flow

Delivery: TypeAlias = Literal["inline", "store", "image"]
Executor: TypeAlias = Literal["process", "kubernetes", "batch", "ecs"]
Compute: TypeAlias = Literal["batch", "ecs"]


@record
class CodePackage:
    """The zipapp that every task starts: its SHA-256 in hex and its bytes."""

    digest: str
    data: bytes


@record
class TargetSettings:
    """What the configuration says about where a flow runs; None means unknown: the engine's own parameter."""

    image: str | None = None
    store: str | None = None
    namespace: str | None = None
    service_account: str | None = None
    python: str = "python"
    target_python: tuple[int, int] = (3, 12)
    max_parallel: int = 100
    delivery: Delivery | None = None
    """None: inline while the package is small enough, else by the store."""
    max_fan_out: int | None = None
    """The most items that a foreach is expected to have; None means unknown."""
    executor: Executor | None = None
    """Airflow's; None: `process`, unless the flow asks for containers."""
    compute: Compute = "batch"
    """Step Functions'."""
    restricted: bool = True
    """Whether pods are made to pass the `restricted` pod-security level."""
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)
    """The table of the configuration that has the target's name: the backend checks it."""


@record
class Request:
    """One compile: a verified flow, the profile (`argo@4.1`), settings and code.

    `package_external` leaves the bytes of the package out of the output (golden files do so); the digest stays.
    """

    flow: Flow
    profile: str
    settings: TargetSettings
    package: CodePackage
    package_external: bool = False


@record
class Document:
    """One file of output. Flows may share a file whose `name` has a folder, such as `_flowc/...`.

    `data` is there for a file that is no text.
    """

    name: str
    text: str = ""
    data: bytes | None = None

    @property
    def content(self) -> str | bytes:
        """What goes into the file."""
        return self.text if self.data is None else self.data


class Backend(Protocol):
    """One engine. `check` runs before `emit`, which may then assume that nothing is an error.

    `emit(request)` gives the documents to review and apply; `rbac(request)` the role and binding its tasks need.
    """

    name: str
    profiles: tuple[str, ...]
    default_profile: str
    capabilities: Mapping[Feature, Support]

    def check(self, request: Request) -> tuple[Finding, ...]:
        """Findings of the target: 3xx what it cannot do, 4xx its limits."""
        ...

    def emit(self, request: Request) -> tuple[Document, ...]:
        """The manifest; the same bytes for the same request."""
        ...

    def rbac(self, request: Request) -> Document:
        """The role that the tasks of the flow need, and its binding."""
        ...
