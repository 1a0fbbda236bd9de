"""`DataArtifact`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flowc.client.base import MetaflowObject, parts_of
from flowc.client.errors import MetaflowNotFound
from flowc.client.run_values import INLINE
from flowc.runtime_shim.artifacts.entries import Blobs, Entry

if TYPE_CHECKING:
    from flowc.client.task import Task
    from flowc.runtime_shim.store import Store


class DataArtifact(MetaflowObject):
    """An artifact of a task, as `Flow/run/step/task/name`; its value is loaded when asked for."""

    task: Task
    entry: Entry

    def __new__(
        cls,
        pathspec: str,
        *,
        attempt: int | None = None,
        store: Store | None = None,
        _namespace_check: bool = True,
    ) -> DataArtifact:
        """The artifact of a pathspec. Raises `MetaflowNotFound`."""
        from flowc.client.task import Task

        *parts, name = parts_of(pathspec, 5, "artifact")
        task = Task("/".join(parts), attempt=attempt, store=store, _namespace_check=_namespace_check)
        if name not in task:
            raise MetaflowNotFound(f"{task.pathspec} has no artifact {name!r}")
        return task[name]

    def __reduce__(self) -> Any:
        return DataArtifact.of, (self.task, self.id, self.entry)

    @classmethod
    def of(cls, task: Task, name: str, entry: Entry) -> DataArtifact:
        """An artifact that a manifest lists."""
        artifact = object.__new__(cls)
        artifact.store, artifact.parts, artifact.entry = task.store, (*task.parts, name), entry
        artifact.task = task
        return artifact

    @property
    def data(self) -> Any:
        """The value. Raises what unpickling raises, and `Corrupt` when the blob is not what was stored."""
        if self.entry["how"] == INLINE:
            return self.entry["value"]
        value = Blobs(self.store, self.task.keys.run.flow).load(self.entry)
        return value.decode(self.entry["encoding"]) if "encoding" in self.entry else value

    @property
    def sha(self) -> str:
        """The SHA-256 of the stored bytes."""
        return str(self.entry["sha256"])

    @property
    def size(self) -> int:
        """The stored bytes."""
        return int(self.entry["size"])

    @property
    def parent(self) -> Task:
        """The task."""
        return self.task

    @property
    def finished_at(self) -> datetime | None:
        """When the task was done."""
        return self.task.finished_at

    @property
    def created_at(self) -> datetime | None:
        """When the task was done: artifacts are written at the end."""
        return self.task.finished_at
