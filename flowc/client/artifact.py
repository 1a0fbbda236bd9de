"""`DataArtifact`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flowc.client.base import MetaflowObject, parts_of
from flowc.runtime_shim.artifacts.entries import Blobs, Entry

if TYPE_CHECKING:
    from flowc.client.task import Task
    from flowc.runtime_shim.store import Store


class DataArtifact(MetaflowObject):
    """An artifact of a task, as `Flow/run/step/task/name`; its value is loaded when asked for."""

    _task: Task
    _entry: Entry

    def __new__(cls, pathspec: str, *, store: Store | None = None) -> DataArtifact:  # noqa: PYI034 - final in use
        from flowc.client.task import Task

        *task, name = parts_of(pathspec, 5, "artifact")
        return Task("/".join(task), store=store)[name]

    @classmethod
    def _of(cls, task: Task, name: str, entry: Entry) -> DataArtifact:
        """An artifact that a manifest lists."""
        artifact = object.__new__(cls)
        artifact.store, artifact._parts = task.store, (*task._parts, name)
        artifact._task, artifact._entry = task, entry
        return artifact

    @property
    def data(self) -> Any:
        """The value. Raises what unpickling raises, and `Corrupt` when the blob is not what was stored."""
        return Blobs(self.store, self._task._keys.run.flow).load(self._entry)

    @property
    def sha(self) -> str:
        """The SHA-256 of the stored bytes."""
        return str(self._entry["sha256"])

    @property
    def size(self) -> int:
        """The stored bytes."""
        return int(self._entry["size"])

    @property
    def parent(self) -> Task:
        """The task."""
        return self._task

    @property
    def finished_at(self) -> datetime | None:
        """When the task was done."""
        return self._task.finished_at

    @property
    def created_at(self) -> datetime | None:
        """When the task was done: artifacts are written at the end."""
        return self._task.finished_at
