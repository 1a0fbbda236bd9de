"""Argo's own objects, as far as flowc uses them. No logic: `serialise` writes them, `lower` makes them.

Names of fields are Argo's, in Python's spelling. Strings may hold Argo's `{{...}}` variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from flowc.backends.argo.depends import Depends
from flowc.diagnostics.record import record
from flowc.ir.values import Json

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values, in the order they are written."""


@record
class DagTask:
    """One task of a DAG template. `count` is the length of a `withSequence`."""

    name: str
    template: str
    depends: Depends | None = None
    when: str | None = None
    count: str | None = None
    arguments: Pairs = ()


@record
class DagTemplate:
    """A template of tasks. `outputs` are names and expressions over the tasks."""

    name: str
    inputs: tuple[str, ...] = ()
    outputs: Pairs = ()
    tasks: tuple[DagTask, ...]


@record
class Retry:
    """A `retryStrategy`: `limit` further attempts, `duration` apart."""

    limit: int
    duration: str | None


@record
class Container:
    """The container of a step. `fields` are those of a Kubernetes container that only some steps have."""

    image: str
    command: tuple[str, ...]
    env: Pairs = ()
    requests: Pairs = ()
    limits: Pairs = ()
    mounts: Pairs = ()
    fields: Mapping[str, Json]


@record
class StepTemplate:
    """The template of one step. `outputs` are names of files under `/tmp/flowc`.

    `code` is the key of the code package in the artifact repository, when Argo fetches it for each task.
    """

    name: str
    takes_path: bool
    code: str | None = None
    outputs: tuple[str, ...]
    labels: Pairs
    annotations: Pairs
    retry: Retry | None
    deadline: int | None
    fields: Mapping[str, Json]
    container: Container


@record
class Parameter:
    """A workflow parameter; without a value it has to be given at submission."""

    name: str
    value: str | None
    choices: tuple[str, ...] = ()
    description: str = ""


@record
class Workflow:
    """A WorkflowTemplate: its metadata, the fields of its spec that are not templates, and the templates."""

    name: str
    namespace: str | None
    labels: Pairs
    annotations: Pairs
    spec: Mapping[str, Json]
    parameters: tuple[Parameter, ...]
    templates: tuple[DagTemplate | StepTemplate, ...]
