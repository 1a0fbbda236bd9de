"""Finding flows and runs in a store by the names that people use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flowc.client.errors import MetaflowNotFound
from flowc.client.listing import children
from flowc.client.location import store_url
from flowc.runtime_shim.store import Missing, Store, open_store
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.layout import END_OF_TIME, FlowKeys, RunKeys


def default_store() -> Store:
    """The store of the working folder and the environment, as they are now."""
    return opened(store_url(None))


@lru_cache(maxsize=8)
def opened(url: str) -> Store:
    """The store at a URL, opened once."""
    return open_store(url)


def flows(store: Store) -> Iterator[FlowKeys]:
    """All flows, once for each project and branch."""
    for project in children(store):
        for branch in children(store, project):
            for flow in children(store, f"{project}/{branch}"):
                yield FlowKeys(project, branch, flow)


def flows_named(store: Store, name: str) -> tuple[FlowKeys, ...]:
    """The flow of a name, in every project and branch that has it. Raises `MetaflowNotFound`."""
    found = tuple(keys for keys in flows(store) if keys.flow == name)
    if not found:
        raise MetaflowNotFound(f"{store.url} has no flow {name!r}")
    return found


def find_run(store: Store, flow: str | None, run: str) -> tuple[RunKeys, Document]:
    """A run of a flow, or of any flow when `flow` is None. Raises `MetaflowNotFound`."""
    places = flows(store) if flow is None else iter(flows_named(store, flow))
    for keys in places:
        try:
            return keys.run(run), read_document(store, keys.run(run).record)
        except Missing:
            continue
    raise MetaflowNotFound(f"{store.url} has no run {f'{flow}/' if flow else ''}{run}")


def runs_of(store: Store, keys: FlowKeys) -> Iterator[tuple[int, str]]:
    """The runs of a flow, the latest first: when they were made (microseconds since 1970), and their ids."""
    for entry in children(store, keys.runs_index):
        left, _, run = entry.partition("-")
        if not (left.isascii() and left.isdecimal() and run):
            continue  # a file that a file manager or a copy has left there: no run was ever entered so
        yield END_OF_TIME - int(left), run
