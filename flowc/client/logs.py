"""What a task printed, from the segments of its log."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.runtime_shim.logs import ERR, OUT, Chunk, read_log
from flowc.runtime_shim.store import Store
from flowc.runtime_shim.store.layout import TaskKeys

STREAMS = {"stdout": OUT, "stderr": ERR}


def read_stream(store: Store, keys: TaskKeys, attempt: str | None, stream: str) -> str:
    """The text of `stdout` or `stderr` of an attempt, as far as it was stored."""
    return b"".join(chunk.data for chunk in chunks(store, keys, attempt, stream)).decode("utf-8", "replace")


def chunks(store: Store, keys: TaskKeys, attempt: str | None, stream: str) -> Iterator[Chunk]:
    """What was printed to a stream, with times. Raises ValueError for another name of a stream."""
    if stream not in STREAMS:
        raise ValueError(f"a stream is stdout or stderr, not {stream!r}")
    if attempt is not None:
        yield from (chunk for chunk in read_log(store, keys.log(attempt)) if chunk.stream == STREAMS[stream])
