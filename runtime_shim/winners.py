"""Winner objects of a run, read once each, many at a time where each takes a round trip."""

from __future__ import annotations

from flowc.runtime_shim.places import TaskRef
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.errors import Missing, StoreError
from flowc.runtime_shim.store.layout import RunKeys
from flowc.runtime_shim.store.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    Thing = TypeVar("Thing")
    Answer = TypeVar("Answer")

CONNECTIONS = 32
"""Requests at a time."""


def at_once(store: Store, ask: Callable[[Thing], Answer], things: Sequence[Thing]) -> list[Answer]:
    """Ask the store about each, many at a time where an answer takes a round trip; the answers in order."""
    if len(things) < 2 or store.cheap_age:
        return [ask(thing) for thing in things]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(CONNECTIONS, len(things))) as pool:
        return list(pool.map(ask, things))


class Winners:
    """Reads winners. Raises `StoreError` for a task that has none: its engine went on without it."""

    def __init__(self, store: Store, run: RunKeys) -> None:
        self._store = store
        self._run = run
        self._known: dict[TaskRef, Document] = {}

    def get(self, task: TaskRef) -> Document:
        """The winner of a task."""
        if task not in self._known:
            self._known[task] = self._read(task)
        return self._known[task]

    def get_all(self, tasks: Sequence[TaskRef]) -> list[Document]:
        """The winners of tasks, in their order."""
        missing = [task for task in tasks if task not in self._known]
        self._known.update(zip(missing, at_once(self._store, self._read, missing), strict=True))
        return [self._known[task] for task in tasks]

    def _read(self, task: TaskRef) -> Document:
        try:
            return read_document(self._store, self._run.task(task.step, task.path).winner)
        except Missing:
            raise StoreError(f"task {task} has not ended, though this one comes after it") from None
