"""The names directly below a prefix of a store, without reading all keys behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flowc.runtime_shim.store import Store
from flowc.runtime_shim.store.folder import TEMPORARY, FolderStore

LAST = "\U0010ffff"
"""Sorts behind every character that keys have."""


def children(store: Store, prefix: str = "") -> Iterator[str]:
    """The first part of every key below `prefix/`, each once, sorted."""
    if isinstance(store, FolderStore):
        yield from _of_folder(f"{store.url}/{prefix}")
        return
    after, head = "", f"{prefix}/" if prefix else ""
    while (key := next(store.list(prefix, after), None)) is not None:
        name = key[len(head) :].partition("/")[0]
        yield name
        after = f"{head}{name}/{LAST}"


def _of_folder(folder: str) -> Iterator[str]:
    try:
        names = [entry.name for entry in Path(folder).iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return
    yield from sorted(name for name in names if name != TEMPORARY)
