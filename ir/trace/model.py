"""The result of interpreting a flow, and the questions that the interpreter asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flowc.diagnostics.record import record
from flowc.ir.regions import Name

ROOT = "r"
"""The path of a task in no foreach and no loop."""


def item(path: str, index: int) -> str:
    """The path of item `index` of a foreach that was opened at `path`."""
    return f"{path}.{index}"


def loop_pass(path: str, number: int) -> str:
    """The path of pass `number`, counted from 0, of a loop that stands at `path`."""
    return f"{path}_{number}"


class EndlessRun(Exception):  # noqa: N818 - it names what happened
    """A loop went on for more passes than the interpreter was told to follow."""


@dataclass(frozen=True, slots=True, order=True)
class TaskId:
    """A task of a run: the step and the path of its scope, the same on every engine and every attempt."""

    step: Name
    path: str

    def __str__(self) -> str:
        return f"{self.step} {self.path}"


class Outcomes(Protocol):
    """What the tasks of a run decide. The same question must always get the same answer."""

    def choose(self, task: TaskId, arms: Sequence[Name]) -> Name:
        """Which of `arms`, the targets of its switch in the order written, the task goes on to."""
        ...

    def splits(self, task: TaskId) -> int:
        """How many items the foreach, or members the gang, of the task has; 0 or more."""
        ...


@record
class Visit:
    """One task that ran.

    `predecessors` are the tasks that ran before it, in the order of `inputs` for a join: the last task of each
    branch, or of each item. A join that no item leads to has none; `opener` is the task that opened its frame, and
    None for any other task. `splits` and `next` are what the task tells the engine, when it tells anything.
    """

    task: TaskId
    predecessors: tuple[TaskId, ...]
    opener: TaskId | None = None
    splits: int | None = None
    next: Name | None = None


@record
class Trace:
    """All tasks of a run, each after those that ran before it."""

    visits: tuple[Visit, ...]

    def tasks(self) -> tuple[TaskId, ...]:
        """The tasks alone."""
        return tuple(visit.task for visit in self.visits)

    def successors(self, task: TaskId) -> frozenset[TaskId]:
        """Every task that runs only because `task` ran before it, directly or not."""
        found = {task}
        for visit in self.visits:
            if visit.opener in found or not found.isdisjoint(visit.predecessors):
                found.add(visit.task)
        return frozenset(found - {task})
