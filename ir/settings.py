"""What decorators say about a step or a flow, typed. Units: memory and disk in MiB, durations in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from flowc.diagnostics import Span
from flowc.diagnostics.record import record
from flowc.ir.values import RAW, Json


@record
class Resources:
    """What a step asks for after `@resources`, `@kubernetes` and `@batch` were combined as Metaflow does.

    `cpu` is a decimal number of cores as text, `memory`, `disk` and `shared_memory` are MiB.
    """

    cpu: str = "1"
    memory: int = 4096
    disk: int | None = None
    gpu: int | None = None
    shared_memory: int | None = None


@record
class Retry:
    """`@retry`: `times` more attempts, each after a constant pause."""

    times: int = 3
    minutes_between_retries: float = 2
    span: Span = field(compare=False, repr=False)


@record
class Timeout:
    """`@timeout`, per attempt, in seconds."""

    seconds: int
    span: Span = field(compare=False, repr=False)


@record
class Catch:
    """`@catch`: the last attempt's exception goes into the artifact `var` and the flow goes on."""

    var: str | None = None
    print_exception: bool = True
    span: Span = field(compare=False, repr=False)


@record
class Kubernetes:
    """`@kubernetes` less what is in `Resources`; values as the decorator documents them."""

    image: str | None = None
    image_pull_policy: str | None = None
    image_pull_secrets: tuple[str, ...] = ()
    service_account: str | None = None
    secrets: tuple[str, ...] = ()
    node_selector: tuple[tuple[str, str], ...] = ()
    namespace: str | None = None
    gpu_vendor: str | None = None
    tolerations: tuple[Mapping[str, Json], ...] = field(default=(), metadata=RAW)
    labels: tuple[tuple[str, str], ...] = ()
    annotations: tuple[tuple[str, str], ...] = ()
    use_tmpfs: bool = False
    tmpfs_tempdir: bool = True
    tmpfs_size: int | None = None
    tmpfs_path: str = "/metaflow_temp"
    persistent_volume_claims: tuple[tuple[str, str], ...] = ()
    port: int | None = None
    compute_pool: str | None = None
    qos: str | None = None
    extended_resources: tuple[tuple[str, str], ...] = ()
    security_context: Mapping[str, Json] | None = field(default=None, metadata=RAW)
    executable: str | None = None
    hostname_resolution_timeout: int = 600
    span: Span = field(compare=False, repr=False)


@record
class Batch:
    """`@batch` less what is in `Resources`: the arguments given, checked, by their own names."""

    image: str | None = None
    queue: str | None = None
    iam_role: str | None = None
    execution_role: str | None = None
    options: Mapping[str, Json] = field(default_factory=dict, metadata=RAW)
    span: Span = field(compare=False, repr=False)


@record
class SecretSource:
    """One source of `@secrets`: a reference to a secret, never its content."""

    type: str | None
    id: str
    options: Mapping[str, Json] = field(default_factory=dict, metadata=RAW)


@record
class Secrets:
    """`@secrets`: fetched by the task itself when it starts."""

    sources: tuple[SecretSource, ...]
    role: str | None = None
    allow_override: bool = False
    span: Span = field(compare=False, repr=False)


@record
class Packages:
    """`@conda`, `@pypi` or uv, on a step or (as `_base`) on the flow."""

    manager: Literal["conda", "pypi", "uv"]
    packages: tuple[tuple[str, str], ...] = ()
    python: str | None = None
    disabled: bool = False
    span: Span = field(compare=False, repr=False)


@record
class Card:
    """`@card`, as written."""

    type: str = "default"
    id: str | None = None
    options: Mapping[str, Json] = field(default_factory=dict, metadata=RAW)
    span: Span = field(compare=False, repr=False)


@record
class UserDecorator:
    """A decorator of the user's own, which runs inside the task and may do anything to `self`."""

    name: str
    span: Span = field(compare=False, repr=False)


@record
class Settings:
    """All that a step's decorators say; an absent decorator is None or empty."""

    resources: Resources = Resources()
    retry: Retry | None = None
    timeout: Timeout | None = None
    catch: Catch | None = None
    kubernetes: Kubernetes | None = None
    batch: Batch | None = None
    environment: tuple[tuple[str, str], ...] = ()
    secrets: Secrets | None = None
    packages: Packages | None = None
    cards: tuple[Card, ...] = ()
    parallel: bool = False
    user_decorators: tuple[UserDecorator, ...] = ()
