"""What the lowering of one flow builds up: DAG templates, and what each step's template has to have."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import NamedTuple

from flowc.backends.argo.depends import Depends
from flowc.backends.argo.model import DagTask, DagTemplate, Pairs
from flowc.backends.argo.names import Names
from flowc.ir.flow import Flow
from flowc.ir.regions import Loop, Name, Route

ROOT = "r"
"""The path of a task in no foreach and no loop."""

PATH = "{{inputs.parameters.path}}"
PASS = "{{inputs.parameters.path}}_{{inputs.parameters.iter}}"  # noqa: S105 - a pass of a loop


class Gate(NamedTuple):
    """What lets a task start: `depends`, and `when` on top for the one case edge that leads to it."""

    depends: Depends | None = None
    when: str | None = None


class Arrival(NamedTuple):
    """The token has passed a node when `done` holds; the output `next` of task `choice` says where it went."""

    done: Depends
    choice: str | None = None


class Call(NamedTuple):
    """A template to call, whether it takes a path, and its further arguments."""

    template: str
    takes_path: bool = True
    arguments: Pairs = ()


class Dag:
    """One DAG template while it is made: its tasks and the path of everything directly in it."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path
        self.tasks: list[DagTask] = []

    @property
    def is_root(self) -> bool:
        """Whether tasks in it run once, at the path `r`, which their templates know without being told."""
        return self.path == ROOT

    def finish(self, *, inputs: tuple[str, ...] = (), outputs: Pairs = ()) -> DagTemplate:
        """The template as it stands."""
        return DagTemplate(name=self.name, inputs=inputs, outputs=outputs, tasks=tuple(self.tasks))


class Lowering:
    """The names, templates and facts collected while a flow is lowered; `pending` bodies are lowered in turn.

    `framed` are the steps whose template takes a path, `splits` and `next` those whose template has that output.
    `order` is the order in which steps were met. `slices` are the items of a slice by the first step of a body;
    `opened` has them by the steps that open such a foreach, `packed` by the steps that run so.
    """

    def __init__(self, flow: Flow, slices: Mapping[Name, int] | None = None) -> None:
        self.names = Names()
        self.slices = slices or {}
        self.opened: dict[Name, int] = {}
        self.packed: dict[Name, int] = {}
        self.templates = {str(step.id): self.names.allocate(step.id) for step in flow.steps}
        self.pending: deque[tuple[str, Route | Loop]] = deque()
        self.order: list[Name] = []
        self.framed: set[Name] = set()
        self.splits: set[Name] = set()
        self.next: set[Name] = set()
        self._guard: str | None = None

    @property
    def guard(self) -> str | None:
        """The template that does nothing, if a case edge needed it."""
        return self._guard

    def guard_template(self) -> str:
        """The name of the template that does nothing."""
        if self._guard is None:
            self._guard = self.names.allocate("pass")
        return self._guard
