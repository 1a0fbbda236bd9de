"""Entries: what a manifest says about an artifact, `{"sha256", "size", "how", ...}`, and the values behind them."""

from __future__ import annotations

from flowc.runtime_shim.artifacts import serialise
from flowc.runtime_shim.artifacts.spool import Spool
from flowc.runtime_shim.lean.digest import fast_sha256, hexdigest
from flowc.runtime_shim.store.errors import Corrupt, Missing
from flowc.runtime_shim.store.layout import FlowKeys
from flowc.runtime_shim.store.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, TypeAlias

Entry: TypeAlias = "dict[str, Any]"
CHUNK = 1024 * 1024


class Blobs:
    """The blobs of one flow."""

    def __init__(self, store: Store, keys: FlowKeys) -> None:
        self.store = store
        self.keys = keys

    def save(self, value: Any, unless: Entry | None = None) -> Entry:
        """Store a value, unless it is that of the entry `unless`. Raises what serialising the value raises."""
        serialiser = serialise.for_value(value)
        spool = Spool(self.store)
        try:
            extra = serialiser.dump(value, spool)
        except BaseException:
            spool.discard()
            raise
        if unless is not None and unless["sha256"] == spool.digest():
            spool.discard()
            return unless
        return {"sha256": spool.keep(self.keys), "size": spool.size, "how": serialiser.name, **extra}

    def save_bytes(self, data: bytes) -> Entry:
        """Store bytes as they are."""
        spool = Spool(self.store)
        spool.write(data)
        return {"sha256": spool.keep(self.keys), "size": spool.size, "how": "bytes"}

    def load(self, entry: Entry) -> Any:
        """The value of an entry. Raises `Corrupt` when its blob is damaged, `Missing` when it is gone."""
        with self.open(entry) as file:
            return serialise.by_name(entry["how"]).load(file, entry)

    def open(self, entry: Entry) -> IO[bytes]:
        """The blob as a file, its content checked."""
        key = self.keys.blob(entry["sha256"])
        file = self.store.open(key)
        if _digest(file) != entry["sha256"]:
            file.close()
            raise Corrupt(f"{self.store.url}/{key} is damaged: its content does not match its name")
        file.seek(0)
        return file


def _digest(file: IO[bytes]) -> str:
    chunk = file.read(CHUNK)
    if len(chunk) < CHUNK:
        return hexdigest(chunk)
    found = fast_sha256(chunk)
    while chunk := file.read(CHUNK):
        found.update(chunk)
    digest: str = found.hexdigest()
    return digest


__all__ = ["Blobs", "Corrupt", "Entry", "Missing"]
