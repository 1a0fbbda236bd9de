"""`Metaflow()` and `Flow`."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime

from flowc.client import places
from flowc.client.base import MetaflowObject, parts_of
from flowc.client.errors import MetaflowNotFound
from flowc.client.namespaces import get_namespace
from flowc.client.run import Run
from flowc.runtime_shim.store import Corrupt, Missing, Store
from flowc.runtime_shim.store.layout import RunKeys


class Metaflow:
    """All flows of a store."""

    def __init__(self, store: Store | str | None = None) -> None:
        self.store = places.opened(store) if isinstance(store, str) else store or places.default_store()

    @property
    def flows(self) -> list[Flow]:
        """Every flow that has a run, by name."""
        return list(self)

    def __iter__(self) -> Iterator[Flow]:
        for name in sorted({keys.flow for keys in places.flows(self.store)}):
            yield Flow(name, store=self.store)

    def __getitem__(self, name: str) -> Flow:
        return Flow(name, store=self.store)

    def __contains__(self, name: object) -> bool:
        return any(keys.flow == name for keys in places.flows(self.store))

    def __repr__(self) -> str:
        return f"Metaflow({self.store.url!r})"


class Flow(MetaflowObject):
    """A flow by its name, in all its projects and branches. Raises `MetaflowNotFound` when it has no run.

    One of its runs must be in the namespace: `MetaflowNamespaceMismatch`.
    """

    KEPT = ("_places",)

    def __init__(self, pathspec: str, *, store: Store | None = None, _namespace_check: bool = True) -> None:
        self.store = store or places.default_store()
        self.parts = parts_of(pathspec, 1, "flow")
        self._places = places.flows_named(self.store, pathspec)
        self._check_namespace(_namespace_check)

    def is_in_namespace(self) -> bool:
        """Whether one of its runs is."""
        return get_namespace() is None or self.latest_run is not None

    @property
    def latest_run(self) -> Run | None:
        """The run that was started last; None when the namespace has none."""
        return next(iter(self), None)

    @property
    def latest_successful_run(self) -> Run | None:
        """The last run whose end step is done."""
        return next((run for run in self if run.successful), None)

    @property
    def created_at(self) -> datetime | None:
        """When the first run was started."""
        made = [run.created_at for run in self]
        return made[-1] if made else None

    def runs(self, *tags: str) -> Iterator[Run]:
        """The runs, the latest first; with tags, those that have all of them."""
        return (run for run in self._all() if run.tags.issuperset(tags))

    def listed(self) -> Iterator[Run | Corrupt]:
        """The runs, the latest first; in the place of a run whose record cannot be read, what is wrong with it."""
        each = [self._entries(number) for number in range(len(self._places))]
        for late, run, number in heapq.merge(*each):
            found = self._indexed(self._places[number].run(run), -late)
            if isinstance(found, Corrupt) or (found is not None and found.is_in_namespace()):
                yield found

    def _all(self) -> Iterator[Run]:
        for found in self.listed():
            if isinstance(found, Corrupt):
                raise found
            yield found

    def _entries(self, number: int) -> Iterator[tuple[int, str, int]]:
        """The index of one place, in the order of `heapq.merge`."""
        for made, run in places.runs_of(self.store, self._places[number]):
            yield -made, run, number

    def _indexed(self, keys: RunKeys, made: int) -> Run | Corrupt | None:
        """The run of an entry of the index; None when whoever made the entry never made the run."""
        try:
            found = Run.at(self.store, keys)
        except Missing:
            return None
        except Corrupt as failure:
            return failure
        return found if found.record["created"] == made else None

    def __iter__(self) -> Iterator[Run]:
        return self._all()

    def __getitem__(self, run: str) -> Run:
        try:
            return Run(f"{self.id}/{run}", store=self.store)
        except MetaflowNotFound as failure:
            raise KeyError(str(failure)) from None

    def __contains__(self, run: object) -> bool:
        try:
            places.find_run(self.store, self.id, str(run))
        except MetaflowNotFound:
            return False
        return True
