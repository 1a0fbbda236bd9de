"""The DAG folder: a folder, or the bucket that one is filled from. Everything is written whole."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.airflow.beside import IGNORE_ALL, PACKAGES
from flowc.backends.deployment import DeployError
from flowc.runtime_shim.store import Missing, Store, StoreError, open_store

TEMPORARY_IGNORE = ".tmp/.airflowignore"
"""A folder store writes its temporary files there."""


class DagFolder:
    """Reads and writes files below the DAG folder."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._store: Store = _opened(url)
        self.is_remote = "://" in url

    def read(self, name: str) -> bytes | None:
        """The content of a file, None when there is none."""
        try:
            return self._store.get(name)
        except Missing:
            return None
        except StoreError as fault:
            raise _failed(fault) from fault

    def write(self, name: str, data: bytes) -> None:
        """Replace a file by one system call, or one request."""
        try:
            if not self.is_remote:
                self._store.put_if_absent(TEMPORARY_IGNORE, IGNORE_ALL.encode())
            self._store.put(name, data)
        except StoreError as fault:
            raise _failed(fault) from fault

    def delete(self, name: str) -> None:
        """Remove a file; one that is gone is fine."""
        try:
            self._store.delete(name)
        except StoreError as fault:
            raise _failed(fault) from fault

    def packages(self) -> tuple[str, ...]:
        """The SHA-256 of each package that is there."""
        names = (name.rpartition("/")[2] for name in self._names(PACKAGES))
        return tuple(name.removesuffix(".pyz") for name in names if name.endswith(".pyz"))

    def dag_files(self) -> tuple[str, ...]:
        """The Python files at the top: what flowc writes, and what lies beside it."""
        return tuple(name for name in self._names("") if name.endswith(".py") and "/" not in name)

    def _names(self, prefix: str) -> Iterator[str]:
        try:
            yield from self._store.list(prefix)
        except StoreError as fault:
            raise _failed(fault) from fault


def _opened(url: str) -> Store:
    try:
        return open_store(url)
    except StoreError as fault:
        raise _failed(fault) from fault


def _failed(fault: StoreError) -> DeployError:
    return DeployError(str(fault), help="check `airflow.dags`, and whether you may write there")
