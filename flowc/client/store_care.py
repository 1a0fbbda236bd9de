"""Looking after a store: what is damaged, what nothing refers to, and removing the latter."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from flowc.runtime_shim.artifacts.spool import GRACE
from flowc.runtime_shim.store import Corrupt, Missing, Store
from flowc.runtime_shim.store.documents import read_document
from flowc.runtime_shim.store.folder import TEMPORARY, FolderStore
from flowc.runtime_shim.store.layout import FlowKeys


@dataclass(slots=True)
class Census:
    """What is in a flow's part of a store.

    `blobs`: keys by digest. `referred`: digests that documents refer to, with one of these. `damaged`: in words.
    """

    blobs: dict[str, str] = field(default_factory=dict)
    referred: dict[str, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)

    def missing(self) -> list[str]:
        """Blobs that a document refers to and that are not there, in words."""
        gone = sorted(set(self.referred) - set(self.blobs))
        return [f"the blob {digest} is missing, which {self.referred[digest]} refers to" for digest in gone]

    def orphans(self) -> list[str]:
        """The keys of blobs that nothing refers to: leftovers of attempts that died before their manifest."""
        return [key for digest, key in sorted(self.blobs.items()) if digest not in self.referred]


def take_census(store: Store, keys: FlowKeys, *, verify: bool) -> Census:
    """Read all documents of a flow, and with `verify` all its blobs too."""
    census = Census()
    for key in store.list(f"{keys.root}/runs"):
        if key.endswith(".json"):
            _count_document(store, key, census)
    for key in store.list(f"{keys.root}/blobs"):
        digest = key.rpartition("/")[2]
        census.blobs[digest] = key
        if verify and not _is_sound(store, key, digest):
            census.damaged.append(f"{key} is damaged: its content does not match its name")
    return census


def _count_document(store: Store, key: str, census: Census) -> None:
    try:
        document = read_document(store, key)
    except Missing:
        return
    except Corrupt as failure:
        census.damaged.append(str(failure))
        return
    for digest in _digests(document):
        census.referred.setdefault(digest, key)


def _digests(document: Any) -> Iterator[str]:
    """The blobs that a document refers to, wherever its entries stand in it."""
    pending = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if isinstance(value.get("sha256"), str):
                yield value["sha256"]
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def _is_sound(store: Store, key: str, digest: str) -> bool:
    found = sha256()
    try:
        with store.open(key) as file:
            while chunk := file.read(1 << 20):
                found.update(chunk)
    except Missing:
        return True  # collected meanwhile
    return found.hexdigest() == digest


def collect(store: Store, keys: FlowKeys, *, grace: float = GRACE, really: bool = True) -> list[str]:
    """Delete the blobs that nothing refers to and that are older than `grace` seconds; their keys.

    A writer that finds a blob already there puts it again when it is older than half of the grace. So a blob that
    is old enough here was not taken into use lately; its age is told again as it is deleted (`Store.delete_old`
    says what remains to chance). A grace under the writers' own is for stores that nobody writes to.
    """
    census = take_census(store, keys, verify=False)
    if census.damaged:
        raise Corrupt(f"{census.damaged[0]}: nothing is removed, as it may refer to blobs")

    def goes(key: str) -> bool:
        return store.delete_old(key, grace) if really else (store.age(key) or 0) > grace

    return [key for key in census.orphans() if goes(key)]


def collect_leftovers(store: Store, *, grace: float = GRACE, really: bool = True) -> list[str]:
    """Delete what writers that were killed left half-written, untouched for `grace` seconds; the names.

    Only a folder has such files: an object store keeps no object that was not written whole.
    """
    if not isinstance(store, FolderStore):
        return []
    found = []
    for path in sorted(Path(store.url, TEMPORARY).glob("*")):
        try:
            if time.time() - path.stat().st_mtime > grace:
                found.append(f"{TEMPORARY}/{path.name}")
                if really:
                    path.unlink()
        except FileNotFoundError:
            continue  # its writer is done with it
    return found
