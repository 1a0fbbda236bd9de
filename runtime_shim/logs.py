"""The log of a task in the store: segments, each a few seconds or a mebibyte of what the task printed."""

from __future__ import annotations

import sys
import time

from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.store.errors import StoreError
from flowc.runtime_shim.store.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LONGEST = 5.0, 60.0
"""Seconds until the first segment is stored; each next waits twice as long, up to the longest."""
FULL = 1024 * 1024
"""Bytes that make a segment full."""
OUT, ERR = "o", "e"


class Chunk(Record):
    """What was printed at once: to which stream, when (seconds since 1970), what."""

    stream: str
    time: float
    data: bytes


class LogWriter:
    """Collects what a task prints, and stores it.

    A log that cannot be stored never fails the task: stderr says so, once.
    """

    def __init__(self, store: Store, prefix: str) -> None:
        self._store = store
        self._prefix = prefix
        self._chunks: list[bytes] = []
        self._size = 0
        self._number = 0
        self._lost = False
        self._pause = FIRST
        self._due = time.monotonic() + FIRST

    @property
    def waits(self) -> float | None:
        """Seconds until `tick` has something to do; None while there is nothing to store."""
        return max(0.0, self._due - time.monotonic()) if self._chunks else None

    def feed(self, stream: str, data: bytes) -> None:
        """Take over what was printed; stores full segments."""
        self._chunks.append(b"%s %.3f %d\n" % (stream.encode(), time.time(), len(data)))
        self._chunks.append(data)
        self._size += len(data)
        if self._size >= FULL:
            self.flush()

    def tick(self) -> None:
        """Store a segment if one is due."""
        if self._chunks and time.monotonic() >= self._due:
            self._pause = min(self._pause * 2, LONGEST)
            self.flush()

    def flush(self) -> None:
        """Store what is there."""
        if self._chunks:
            data = b"".join(self._chunks)
            self._chunks.clear()
            self._size = 0
            try:
                self._store.put(f"{self._prefix}/{self._number:06d}", data)
            except StoreError as error:
                if not self._lost:
                    sys.stderr.write(f"flowc: output of the task is missing in its log: {error}\n")
                self._lost = True
                return
            self._number += 1
        self._due = time.monotonic() + self._pause


def read_chunks(segment: bytes) -> Iterator[Chunk]:
    """The chunks of a segment; ends where it is damaged."""
    at = 0
    while at < len(segment):
        head, found, _ = segment[at : at + 80].partition(b"\n")
        fields = head.split(b" ")
        if not found or len(fields) != 3:
            return
        start = at + len(head) + 1
        at = start + int(fields[2])
        yield Chunk(fields[0].decode(), float(fields[1]), segment[start:at])


def read_log(store: Store, prefix: str) -> Iterator[Chunk]:
    """All chunks of an attempt, in order."""
    for key in store.list(prefix):
        yield from read_chunks(store.get(key))
