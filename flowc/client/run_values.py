"""Values that belong to a run and that each of its tasks has: parameters, included files, configs, constants."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from flowc.runtime_shim.artifacts.entries import Entry
from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.documents import read_document
from flowc.runtime_shim.store.layout import RunKeys

INLINE = "inline"
"""How an entry says that it holds its value itself, under `value`, as JSON."""


@lru_cache(maxsize=64)
def entries_of_run(store: Store, keys: RunKeys) -> dict[str, Entry]:
    """The entries by attribute. A record of a run never changes, so it is read once."""
    try:
        record = read_document(store, keys.record)
    except Missing:
        return {}
    values = {**record.get("configs", {}), **record["parameters"]}
    return {
        **{name: _inline(value) for name, value in values.items()},
        **record["constants"],
        **record["files"],
    }


def _inline(value: Any) -> Entry:
    data = json.dumps(value, sort_keys=True).encode()
    return {"how": INLINE, "value": value, "sha256": sha256(data).hexdigest(), "size": len(data)}
