"""`Step`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flowc.client import places
from flowc.client.base import MetaflowObject, parts_of
from flowc.client.errors import MetaflowNotFound
from flowc.client.listing import children
from flowc.client.order import by_path
from flowc.client.task import Task
from flowc.runtime_shim.store import Store
from flowc.runtime_shim.store.layout import RunKeys


class Step(MetaflowObject):
    """A step of a run, as `Flow/run/step`. Raises `MetaflowNotFound` when it has no task."""

    KEPT = ("keys",)

    def __init__(
        self,
        pathspec: str,
        *,
        store: Store | None = None,
        keys: RunKeys | None = None,
        _namespace_check: bool = True,
    ) -> None:
        self.store = store or places.default_store()
        self.parts = parts_of(pathspec, 3, "step")
        self.keys = keys or places.find_run(self.store, *self.parts[:2])[0]
        if next(self._paths(), None) is None:
            raise MetaflowNotFound(f"the run {self.keys.id} has no task of a step {self.id!r}")
        self._check_namespace(_namespace_check)

    @classmethod
    def at(cls, store: Store, keys: RunKeys, step: str) -> Step:
        """A step whose place is known."""
        found = cls.__new__(cls)
        found.store, found.keys, found.parts = store, keys, (keys.flow.flow, keys.id, step)
        return found

    @property
    def parent(self) -> Any:
        """The run."""
        from flowc.client.run import Run

        return Run.at(self.store, self.keys)

    def _paths(self) -> Iterator[str]:
        return children(self.store, f"{self.keys.root}/tasks/{self.id}")

    @property
    def begun(self) -> float:
        """When its first task began (seconds since 1970); past any time while that is not known."""
        path = min(self._paths(), key=by_path)
        manifest = Task.at(self.store, self.keys.task(self.id, path)).manifest
        return float(manifest.get("started") or manifest.get("ended") or "inf")

    def __iter__(self) -> Iterator[Task]:
        for path in sorted(self._paths(), key=by_path, reverse=True):
            yield Task.at(self.store, self.keys.task(self.id, path))

    def tasks(self, *tags: str) -> Iterator[Task]:
        """The tasks, the newest first: the last items and passes. With tags, none unless the run has them."""
        return iter(self) if self.tags.issuperset(tags) else iter(())

    @property
    def task(self) -> Task:
        """A task of the step: the last in the order of items and passes."""
        return Task.at(self.store, self.keys.task(self.id, max(self._paths(), key=by_path)))

    def __getitem__(self, path: str) -> Task:
        if path not in set(self._paths()):
            raise KeyError(f"{self.pathspec} has no task {path!r}")
        return Task.at(self.store, self.keys.task(self.id, path))

    def __contains__(self, path: object) -> bool:
        return path in set(self._paths())

    @property
    def created_at(self) -> datetime | None:
        """When the first task began."""
        return min((task.created_at for task in self if task.created_at), default=None)

    @property
    def finished_at(self) -> datetime | None:
        """When the last task was done; None while one is not."""
        ends = [task.finished_at for task in self]
        done = [end for end in ends if end is not None]
        return max(done) if done and len(done) == len(ends) else None

    @property
    def parent_steps(self) -> Iterator[Step]:
        """The steps whose tasks ran just before, each once, by name."""
        found = {task.keys.step for own in self for task in own.parent_tasks}
        return (Step.at(self.store, self.keys, name) for name in sorted(found))

    @property
    def child_steps(self) -> Iterator[Step]:
        """The steps whose tasks ran just after: found by looking at the other steps of the run."""
        for step in self.parent:
            if any(before.id == self.id for before in step.parent_steps):
                yield step

    @property
    def control_task(self) -> Task | None:
        """The first member of a gang; None for any other step."""
        return next(self.control_tasks(), None)

    def control_tasks(self, *tags: str) -> Iterator[Task]:
        """The first member of each gang."""
        return (task for task in self.tasks(*tags) if task.is_control)

    @property
    def environment_info(self) -> dict[str, Any]:
        """What is known about where the step ran."""
        return self.task.environment_info
