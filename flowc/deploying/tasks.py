"""The tasks of a run as its store shows them, in one listing: what is done, what has failed, what has begun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from flowc.diagnostics.record import record
from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.layout import RunKeys

State: TypeAlias = Literal["running", "failed", "done"]


@record
class Attempt:
    """An attempt that left something: the listing tells its id, `number-nonce`, and whether it has ended."""

    id: str
    ended: bool

    @property
    def number(self) -> int:
        """The engine's number of it."""
        head = self.id.partition("-")[0]
        return int(head) if head.isdecimal() else 0


@record
class TaskView:
    """A task. `attempts` are in the order of their numbers."""

    step: str
    path: str
    done: bool
    attempts: tuple[Attempt, ...]

    @property
    def state(self) -> State:
        """Failed means that the last attempt known has; another may follow."""
        if self.done:
            return "done"
        return "failed" if self.attempts and self.attempts[-1].ended else "running"


def tasks_of(store: Store, keys: RunKeys) -> tuple[TaskView, ...]:
    """All tasks that left something, by step and path. One listing, no reads."""
    prefix = f"{keys.root}/tasks"
    found: dict[tuple[str, str], dict[str, bool]] = {}
    won: set[tuple[str, str]] = set()
    for key in store.list(prefix):
        step, path, *rest = key[len(prefix) + 1 :].split("/")
        attempts = found.setdefault((step, path), {})
        if rest == ["winner.json"]:
            won.add((step, path))
        elif len(rest) > 2 and rest[0] == "attempts":
            attempts[rest[1]] = attempts.get(rest[1], False) or rest[2] == "manifest.json"
    return tuple(_view(task, attempts, task in won) for task, attempts in sorted(found.items()))


def _view(task: tuple[str, str], attempts: dict[str, bool], done: bool) -> TaskView:
    made = (Attempt(id=name, ended=ended) for name, ended in attempts.items())
    ordered = sorted(made, key=lambda attempt: (attempt.number, attempt.id))
    return TaskView(step=task[0], path=task[1], done=done, attempts=tuple(ordered))


def manifest_of(store: Store, keys: RunKeys, task: TaskView, attempt: Attempt) -> Document:
    """What an ended attempt left; empty when it has gone, or for one that never ended."""
    try:
        return read_document(store, keys.task(task.step, task.path).manifest(attempt.id))
    except Missing:
        return {}


def winner_of(store: Store, keys: RunKeys, task: TaskView) -> Document:
    """The winner of a task that is done."""
    return read_document(store, keys.task(task.step, task.path).winner)


def counts(tasks: tuple[TaskView, ...]) -> Iterator[tuple[str, dict[State, int]]]:
    """How many tasks of each step are in which state."""
    steps: dict[str, dict[State, int]] = {}
    for task in tasks:
        numbers = steps.setdefault(task.step, {})
        numbers[task.state] = numbers.get(task.state, 0) + 1
    yield from steps.items()
