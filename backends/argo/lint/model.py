"""What the checks look at: workflow specs, templates and tasks, as far as the tree has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from flowc.backends.argo.lint.depends_text import Depends
from flowc.backends.argo.lint.source import Source
from flowc.backends.argo.lint.tree import Fields, Text
from flowc.diagnostics import Span

Scope: TypeAlias = Literal["tasks", "steps"]

KINDS = (
    "container",
    "containerSet",
    "dag",
    "data",
    "http",
    "plugin",
    "resource",
    "script",
    "steps",
    "suspend",
)
"""A template has exactly one of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task of a DAG, or a step of `steps`.

    `before` are the tasks it waits for, known or not; for a step, those of the group before it. `depends` is None
    when there is none, or when it cannot be read.
    """

    name: str
    fields: Fields
    scope: Scope
    template: Text | None
    before: tuple[str, ...]
    depends: Depends | None
    is_loop: bool

    @property
    def span(self) -> Span:
        """Where its name stands."""
        return self.fields.span_of("name")

    @property
    def is_conditional(self) -> bool:
        """Whether it may be skipped although it was reached."""
        return self.is_loop or self.fields.get("when") is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template. `inputs` and `outputs` are its parameters by name."""

    name: str
    fields: Fields
    kinds: tuple[str, ...]
    inputs: Mapping[str, Fields]
    outputs: Mapping[str, Fields]
    tasks: tuple[Task, ...]
    by_name: Mapping[str, Task]

    @property
    def span(self) -> Span:
        """Where its name stands."""
        return self.fields.span_of("name")

    @property
    def container(self) -> Fields | None:
        """Its container or script."""
        return self.fields.fields("container") or self.fields.fields("script")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """One workflow spec, and what its file has around it.

    `parameters` are those the spec declares; `is_whole` is false when the spec builds on a template elsewhere.
    """

    spec: Fields
    source: Source
    templates: tuple[Template, ...]
    by_name: Mapping[str, Template]
    parameters: Mapping[str, Fields]
    is_whole: bool
    neighbours: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The names of the objects in the same file, by kind."""

    def called(self, task: Task) -> Template | None:
        """The template that a task calls, if this spec has it."""
        return None if task.template is None else self.by_name.get(task.template.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a variable stands: in a task, else in a template, else in the spec."""

    workflow: Workflow
    template: Template | None = None
    task: Task | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One object of the file. `workflow` is its workflow spec, if it has one; `size` is in bytes, about."""

    kind: str
    size: int
    fields: Fields
    workflow: Workflow | None
