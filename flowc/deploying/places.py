"""Where in a store a run on an engine writes."""

from __future__ import annotations

from flowc.client.errors import MetaflowNotFound
from flowc.client.places import find_run, opened
from flowc.diagnostics.record import record
from flowc.runtime_shim.store import Missing, Store, StoreError
from flowc.runtime_shim.store.layout import RunKeys


@record
class RunPlace:
    """A run in a store, by the name of its flow's class, or of any flow when that is not known."""

    store: Store
    flow: str | None
    run: str

    def keys(self) -> RunKeys | None:
        """Where it is; None while its first task has not begun. Raises `StoreError` when the store fails."""
        try:
            return find_run(self.store, self.flow, self.run)[0]
        except (MetaflowNotFound, Missing):
            return None


def run_place(store: str, flow: str, run: str) -> RunPlace | None:
    """The place of a run in the store at a URL; None when the store is not known or cannot be opened here."""
    if not store:
        return None
    try:
        return RunPlace(store=opened(store), flow=flow or None, run=run)
    except StoreError:
        return None
