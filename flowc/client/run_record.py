"""The record of a run, `run.json`, read and looked over: others may have put something else in its place."""

from __future__ import annotations

from flowc.runtime_shim.store import Corrupt, Store
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.layout import RunKeys

_KINDS: dict[str, tuple[type, ...]] = {
    "created": (int,),
    "tags": (list,),
    "end": (str,),
    "user": (str, type(None)),
}
"""What the client needs of it; all but the first may be absent."""


def read_record(store: Store, keys: RunKeys) -> Document:
    """The record of a run. Raises `Missing`, and `Corrupt` for one that is damaged or is none of a run."""
    try:
        record = read_document(store, keys.record)
    except (AssertionError, ValueError) as failure:  # with a checksum, but no JSON object
        raise _foreign(store, keys) from failure
    if not _is_record(record):
        raise _foreign(store, keys)
    return record


def _is_record(record: Document) -> bool:
    kinds = all(isinstance(record[name], kinds) for name, kinds in _KINDS.items() if name in record)
    return kinds and "created" in record and all(isinstance(tag, str) for tag in record.get("tags", ()))


def _foreign(store: Store, keys: RunKeys) -> Corrupt:
    return Corrupt(f"{store.url}/{keys.record} is not the record of a run")
