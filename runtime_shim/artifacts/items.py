"""The items of a foreach, packed into one blob from which each child reads its own.

Pickles, then a table with 32 bytes for each item: offset, length, and a digest of 16 bytes, so that a damaged item
is noticed without reading the others.
"""

from __future__ import annotations

from itertools import islice

from flowc.runtime_shim.artifacts.entries import Blobs, Entry
from flowc.runtime_shim.artifacts.spool import Spool
from flowc.runtime_shim.lean.digest import digest
from flowc.runtime_shim.lean.pickle import pickle
from flowc.runtime_shim.store.errors import Corrupt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

SMALL = 8 * 1024
"""A variable of up to this many bytes is not worth packing: its children read it whole."""
ROW = 32


def pick(variable: Any, index: int) -> Any:
    """Item `index` as Metaflow finds it: by subscript, or by iterating where there is none."""
    try:
        return variable[index]
    except TypeError:
        return next(islice(variable, index, index + 1))


def save_items(blobs: Blobs, variable: Iterable[Any], whole: Entry) -> Entry:
    """The entry for the children of a foreach over a variable, which is stored as `whole` already."""
    if whole["size"] <= SMALL:
        return whole
    try:
        values = _items(variable)
    except Exception:
        return whole
    spool = Spool(blobs.store)
    rows = _write(values, spool)
    spool.write(b"".join(rows))
    return {"sha256": spool.keep(blobs.keys), "size": spool.size, "how": "items", "count": len(rows)}


def load_item(blobs: Blobs, entry: Entry, index: int) -> Any:
    """One item; of a packed blob, only its own bytes are read."""
    if entry["how"] != "items":
        return pick(blobs.load(entry), index)
    key = blobs.keys.blob(entry["sha256"])
    row = blobs.store.get_range(key, entry["size"] - ROW * (entry["count"] - index), ROW)
    offset, length = int.from_bytes(row[:8], "big"), int.from_bytes(row[8:16], "big")
    data = blobs.store.get_range(key, offset, length) if length <= entry["size"] else b""
    if _digest(data) != row[16:]:
        raise Corrupt(f"{blobs.store.url}/{key} is damaged: item {index} does not match its digest")
    return pickle.loads(data)


def _items(variable: Any) -> Sequence[Any]:
    length = sum(1 for _ in variable)
    try:
        return [variable[index] for index in range(length)]
    except TypeError:
        return list(variable)


def _write(values: Sequence[Any], spool: Spool) -> list[bytes]:
    """Write the pickles, that of an object that comes several times once; the rows of the table."""
    rows: list[bytes] = []
    known: dict[int, bytes] = {}
    for value in values:
        row = known.get(id(value))
        if row is None:
            data = pickle.dumps(value, 5)
            row = spool.size.to_bytes(8, "big") + len(data).to_bytes(8, "big") + _digest(data)
            known[id(value)] = row
            spool.write(data)
        rows.append(row)
    return rows


def _digest(data: bytes) -> bytes:
    return digest(data)[:16]
