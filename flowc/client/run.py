"""`Run`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flowc.client import places
from flowc.client.base import MetaflowObject, local_time, parts_of
from flowc.client.code import MetaflowCode
from flowc.client.data import MetaflowData
from flowc.client.errors import MetaflowNotFound
from flowc.client.listing import children
from flowc.client.run_record import read_record
from flowc.client.step import Step
from flowc.client.tags import checked, refuse_system_tags
from flowc.client.task import Task
from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.documents import Document, read_document, seal
from flowc.runtime_shim.store.layout import RunKeys

if TYPE_CHECKING:
    from flowc.client.state import State


class Run(MetaflowObject):
    """One run, as `Flow/run`. Raises `MetaflowNotFound` when there is none.

    Named by its pathspec, it must be in the namespace: `MetaflowNamespaceMismatch`.
    """

    KEPT = ("keys", "record")

    def __init__(self, pathspec: str, *, store: Store | None = None, _namespace_check: bool = True) -> None:
        self.store = store or places.default_store()
        self.parts = parts_of(pathspec, 2, "run")
        self.keys, self.record = places.find_run(self.store, *self.parts)
        self._check_namespace(_namespace_check)

    @classmethod
    def at(cls, store: Store, keys: RunKeys) -> Run:
        """A run whose place is known."""
        run = cls.__new__(cls)
        run.store, run.keys, run.parts = store, keys, (keys.flow.flow, keys.id)
        run.record = read_record(store, keys)
        return run

    @property
    def parent(self) -> Any:
        """The flow."""
        from flowc.client.flow import Flow

        return Flow(self.parts[0], store=self.store)

    @property
    def successful(self) -> bool:
        """Whether the end step is done."""
        return self.end_task is not None

    @property
    def finished(self) -> bool:
        """Whether the end step is done: a run that failed can still be continued."""
        return self.successful

    @property
    def finished_at(self) -> datetime | None:
        """When the end step was done."""
        end = self.end_task
        return end.finished_at if end is not None else None

    @property
    def created_at(self) -> datetime:
        """When the run was started."""
        return local_time(self.record["created"] / 1e6)

    @property
    def end_task(self) -> Task | None:
        """The task of the end step, once it is done."""
        end = self.record.get("end", "end")
        task = Task.at(self.store, self.keys.task(end, "r"))
        return task if task.done else None

    @property
    def data(self) -> MetaflowData | None:
        """The artifacts of the end step."""
        end = self.end_task
        return end.data if end is not None else None

    @property
    def code(self) -> MetaflowCode | None:
        """The code package, when the store has it: runs of this machine leave none there."""
        return MetaflowCode.of(self.store, self.package)

    @property
    def package(self) -> str:
        """The SHA-256 of the code package, wherever it is."""
        return str(self.record.get("package") or "")

    @property
    def state(self) -> State:
        """`succeeded`, `running`, `failed` or `interrupted`; `unfinished` when only another engine knows."""
        from flowc.client.state import state_of

        return state_of(self)

    @property
    def trigger(self) -> Any:
        """What started the run, when an event did."""
        return self.record.get("trigger")

    @property
    def origin_pathspec(self) -> str | None:
        """The run that this one resumes."""
        origin = self.record.get("origin_run_id")
        return f"{self.parts[0]}/{origin}" if origin else None

    @property
    def parameters(self) -> dict[str, Any]:
        """The values of the parameters that `run.json` holds as JSON, by attribute."""
        return dict(self.record.get("parameters", {}))

    def steps(self) -> Iterator[Step]:
        """The steps that have a task, the newest first."""
        return iter(self)

    def __iter__(self) -> Iterator[Step]:
        names = children(self.store, f"{self.keys.root}/tasks")
        steps = [Step.at(self.store, self.keys, step) for step in names]
        return iter(sorted(steps, key=lambda step: step.begun, reverse=True))

    def __getitem__(self, step: str) -> Step:
        try:
            return Step(f"{self.pathspec}/{step}", store=self.store, keys=self.keys)
        except MetaflowNotFound as failure:
            raise KeyError(str(failure)) from None

    def __contains__(self, step: object) -> bool:
        return step in set(children(self.store, f"{self.keys.root}/tasks"))

    @cached_property
    def _tag_key(self) -> str:
        return f"{self.keys.root}/tags.json"

    @property
    def user_tags(self) -> frozenset[str]:
        """The tags that people gave."""
        try:
            return frozenset(read_document(self.store, self._tag_key)["tags"])
        except Missing:
            return frozenset(self.record.get("tags", ()))

    @property
    def system_tags(self) -> frozenset[str]:
        """Tags that every run has."""
        user = self.record.get("user")
        return frozenset({f"user:{user}"} if user else ())

    def add_tag(self, tag: str | Iterable[str]) -> None:
        """Give the run a tag, or several. Raises `MetaflowTaggingError` for what cannot be a tag."""
        self.replace_tags((), tag)

    def add_tags(self, tags: Iterable[str]) -> None:
        """Give the run tags."""
        self.replace_tags((), tags)

    def remove_tag(self, tag: str | Iterable[str]) -> None:
        """Take a tag away, or several."""
        self.replace_tags(tag, ())

    def remove_tags(self, tags: Iterable[str]) -> None:
        """Take tags away."""
        self.replace_tags(tags, ())

    def replace_tag(self, tag_to_remove: str | Iterable[str], tag_to_add: str | Iterable[str]) -> None:
        """One tag for another."""
        self.replace_tags(tag_to_remove, tag_to_add)

    def replace_tags(self, tags_to_remove: str | Iterable[str], tags_to_add: str | Iterable[str]) -> None:
        """Some tags for others; of two that do it at once the last wins.

        Raises `MetaflowTaggingError` for what cannot be a tag, and for a system tag that is to go.
        """
        lost, won = checked(tags_to_remove), checked(tags_to_add)
        refuse_system_tags(lost & self.system_tags)
        tags = (self.user_tags - lost) | (won - self.system_tags)
        document: Document = {"tags": sorted(tags)}
        self.store.put(self._tag_key, seal(document))
