"""Winner objects of a run, read once each, many at a time where each takes a round trip."""

from __future__ import annotations

from collections.abc import Sequence

from flowc.runtime_shim.places import TaskRef
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.errors import Missing, StoreError
from flowc.runtime_shim.store.layout import RunKeys
from flowc.runtime_shim.store.store import Store

CONNECTIONS = 32
"""Requests at a time."""


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
        if len(missing) > 1 and not self._store.cheap_age:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(min(CONNECTIONS, len(missing))) as pool:
                self._known.update(zip(missing, pool.map(self._read, missing), strict=True))
        return [self.get(task) for task in tasks]

    def _read(self, task: TaskRef) -> Document:
        try:
            return read_document(self._store, self._run.task(task.step, task.path).winner)
        except Missing:
            raise StoreError(f"task {task} has not ended, though this one comes after it") from None
