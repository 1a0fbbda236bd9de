"""A blob that is being made: hashed while it is written, in memory until it grows large."""

from __future__ import annotations

import io

from flowc.runtime_shim.lean.digest import fast_sha256, hexdigest
from flowc.runtime_shim.store.errors import StoreError
from flowc.runtime_shim.store.layout import FlowKeys
from flowc.runtime_shim.store.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

SMALL = 1024 * 1024
GRACE = 7 * 24 * 3600.0
"""Seconds for which a blob that nothing refers to is kept; one older than half of it is written again."""


class Spool(io.RawIOBase):
    """A file to write only."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file: IO[bytes] = io.BytesIO()
        self._hash: Any = None
        self.size = 0
        self.large = False

    def write(self, data: Any) -> int:
        """Append bytes, or anything with a buffer."""
        length = len(data) if isinstance(data, bytes) else memoryview(data).nbytes
        if not self.large and self.size + length > SMALL:
            self._grow()
        if self.large:
            self._hash.update(data)
        try:
            self._file.write(data)
        except OSError as error:
            raise StoreError(f"cannot store a value: {error}") from error
        self.size += length
        return length

    def tell(self) -> int:
        """How much was written."""
        return self.size

    def _grow(self) -> None:
        small = self._file
        assert isinstance(small, io.BytesIO)
        self._file = self._store.spool()
        self._file.write(small.getbuffer())
        self._hash = fast_sha256(small.getvalue())
        self.large = True

    def digest(self) -> str:
        """The SHA-256 of what was written."""
        if isinstance(self._file, io.BytesIO):
            return hexdigest(self._file.getvalue())
        digest: str = self._hash.hexdigest()
        return digest

    def keep(self, keys: FlowKeys) -> str:
        """Make it a blob; the digest. One that is there already, and not about to be collected, is as good."""
        digest = self.digest()
        key = keys.blob(digest)
        if self.large or self._store.cheap_age:
            age = self._store.age(key)
            if age is not None and age < GRACE / 2:
                self.discard()
                return digest
        if isinstance(self._file, io.BytesIO):
            self._store.put(key, self._file.getvalue())
        else:
            self._store.adopt(key, self._file)
        return digest

    def discard(self) -> None:
        """Forget what was written."""
        if self.large:
            self._store.abandon(self._file)
