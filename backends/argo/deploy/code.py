"""The code package in Argo's artifact repository, for `delivery = "store"`: written once, under its own hash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from flowc.backends.argo.package import artifact_key
from flowc.backends.deployment import Change, DeployError
from flowc.backends.protocol import CodePackage
from flowc.runtime_shim.store import Missing, Store, StoreError, open_store

Result = TypeVar("Result")


class CodePiece:
    """The package as an object of the repository: its URL is that of the bucket, since keys begin there."""

    note = ""

    def __init__(self, repository: str, package: CodePackage) -> None:
        self._store: Store = _asked(lambda: open_store(repository))
        self._package = package
        self._key = artifact_key(package)
        self.change = Change(kind=self._kind(), object=f"Package {self._key} in {repository}")

    def make(self) -> None:
        """Upload it. Whoever else does so at the same time uploads the same bytes."""
        _asked(lambda: self._store.put(self._key, self._package.data))

    def _kind(self) -> Literal["create", "update", "unchanged"]:
        found = _asked(self._found)
        if found is None:
            return "create"
        return "unchanged" if found == self._package.data else "update"

    def _found(self) -> bytes | None:
        try:
            return self._store.get(self._key)
        except Missing:
            return None


def _asked(act: Callable[[], Result]) -> Result:
    try:
        return act()
    except StoreError as fault:
        raise DeployError(
            str(fault), help="check `artifact-repository` in [argo], and whether you may write there"
        ) from fault
