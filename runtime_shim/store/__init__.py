"""The artifact store: runs, attempts, winners, blobs and logs, in a folder or behind an object store."""

from __future__ import annotations

from flowc.runtime_shim.store.errors import Corrupt, Missing, StoreError, Unavailable
from flowc.runtime_shim.store.store import Store

__all__ = ["Corrupt", "Missing", "Store", "StoreError", "Unavailable", "open_store"]


def open_store(url: str) -> Store:
    """The store at a folder (a path or `file://`), `s3://`, `gs://` or `az://`; nothing is read or made yet.

    Object stores go through the package `obstore`, imported here and nowhere else.
    Raises `StoreError` for another scheme, or when `obstore` is not installed.
    """
    scheme, found, rest = url.partition("://")
    if not found or scheme == "file":
        from flowc.runtime_shim.store.folder import FolderStore

        return FolderStore(rest if found else url)
    if scheme in ("s3", "gs", "az"):
        from flowc.runtime_shim.store.objects import ObjectStore

        return ObjectStore(url)
    raise StoreError(f"a store is a folder, s3://, gs:// or az://, not {url!r}")
