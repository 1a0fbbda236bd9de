"""What a task printed, from the segments of its log."""

from __future__ import annotations

from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.layout import TaskKeys


def read_log(store: Store, keys: TaskKeys, attempt: str | None, stream: str) -> str:
    """The text of `stdout` or `stderr` of an attempt, as far as it was stored."""
    if attempt is None:
        return ""
    parts: list[bytes] = []
    for key in store.list(keys.log(attempt)):
        if f".{stream}" in key or f"/{stream}" in key:
            try:
                parts.append(store.get(key))
            except Missing:
                continue
    return b"".join(parts).decode("utf-8", "replace")
