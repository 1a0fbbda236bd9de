"""A store in a folder of this machine, or of a file system that all machines share."""

from __future__ import annotations

import errno
import os
import time
from collections import Counter

from flowc.runtime_shim.store.errors import Missing, StoreError
from flowc.runtime_shim.store.store import Store, patiently

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, TypeVar

    Result = TypeVar("Result")


TEMPORARY = ".tmp"
FATAL = frozenset(
    (
        *(
            errno.ENOSPC,
            errno.EDQUOT,
            errno.EFBIG,
            errno.EACCES,
            errno.EROFS,
            errno.ENAMETOOLONG,
            errno.EPERM,
        ),
        errno.ENOTDIR,
    )
)
"""Errors that waiting does not cure; anything else of the file system may pass."""


class FolderStore(Store):
    """Objects are files. A write goes to a temporary file, is synced, and takes its place by one system call."""

    cheap_age = True

    def __init__(self, root: str) -> None:
        self.url = os.path.abspath(root)
        self.requests: Counter[str] = Counter()

    def get(self, key: str) -> bytes:
        with self.open(key) as file:
            return file.read()

    def get_range(self, key: str, start: int, length: int) -> bytes:
        with self.open(key) as file:
            file.seek(start)
            return file.read(length)

    def open(self, key: str) -> IO[bytes]:
        self.requests["get"] += 1
        return _try(lambda: self._open(key), key)

    def put(self, key: str, data: bytes) -> None:
        self._write(key, data, _replace)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        return self._write(key, data, _link)

    def spool(self) -> IO[bytes]:
        return _try(self._temporary, "a temporary file")

    def adopt(self, key: str, spooled: IO[bytes]) -> None:
        self.requests["put"] += 1

        def move() -> bool:
            _sync(spooled)
            return self._place(spooled.name, key, _replace)

        try:
            _try(move, key)
        finally:
            _discard(spooled)

    def abandon(self, spooled: IO[bytes]) -> None:
        _discard(spooled)

    def age(self, key: str) -> float | None:
        self.requests["head"] += 1
        try:
            return time.time() - os.stat(self._path(key)).st_mtime
        except FileNotFoundError:
            return None

    def list(self, prefix: str, after: str = "") -> Iterator[str]:
        self.requests["list"] += 1
        return (key for key in _walk(self._path(prefix), prefix) if key > after)

    def delete(self, key: str) -> None:
        self.requests["delete"] += 1
        try:
            os.unlink(self._path(key))
        except FileNotFoundError:
            pass

    def delete_old(self, key: str, seconds: float) -> bool:
        age = self.age(key)
        if age is None or age <= seconds:
            return False
        aside = f"{self.url}/{TEMPORARY}/old-{os.urandom(8).hex()}"
        os.makedirs(os.path.dirname(aside), exist_ok=True)
        try:
            os.rename(self._path(key), aside)  # now nobody can replace it, and its time is final
        except FileNotFoundError:
            return False
        old = time.time() - os.stat(aside).st_mtime > seconds
        if not old:
            _link(aside, self._path(key))
        os.unlink(aside)
        return old

    def _path(self, key: str) -> str:
        return f"{self.url}/{key}"

    def _open(self, key: str) -> IO[bytes]:
        try:
            return open(self._path(key), "rb")
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(f"{self.url} has no {key}") from None

    def _write(self, key: str, data: bytes, place: Callable[[str, str], bool]) -> bool:
        self.requests["put"] += 1

        def write() -> bool:
            file = self._temporary()
            try:
                file.write(data)
                _sync(file)
                return self._place(file.name, key, place)
            finally:
                _discard(file)

        return _try(write, key)

    def _temporary(self) -> IO[bytes]:
        folder = f"{self.url}/{TEMPORARY}"
        name = f"{folder}/{os.getpid()}-{os.urandom(8).hex()}"
        try:
            return open(name, "x+b")
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
            return open(name, "x+b")

    def _place(self, name: str, key: str, place: Callable[[str, str], bool]) -> bool:
        path = self._path(key)
        try:
            return place(name, path)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            return place(name, path)


def _try(act: Callable[[], Result], what: str) -> Result:
    def settled() -> Result:
        try:
            return act()
        except OSError as error:
            if error.errno in FATAL:
                raise StoreError(f"cannot store {what}: {error}") from error
            raise

    return patiently(settled, (OSError,), what)


def _replace(name: str, path: str) -> bool:
    os.replace(name, path)
    return True


def _link(name: str, path: str) -> bool:
    """Give the file its name unless that is taken: unlike a rename, `link` fails when there is one."""
    try:
        os.link(name, path)
    except FileExistsError:
        return False
    return True


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _discard(file: IO[bytes]) -> None:
    try:
        file.close()
    except OSError:
        pass  # what could not be flushed is not wanted any more
    try:
        os.unlink(file.name)
    except OSError:
        pass


def _walk(folder: str, prefix: str) -> Iterator[str]:
    """Keys below a folder in the order of the keys; files that vanish meanwhile are left out."""
    try:
        entries = [(entry.name + "/" * entry.is_dir(), entry) for entry in os.scandir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return
    for name, entry in sorted(entries, key=lambda pair: pair[0]):
        if not name.endswith("/"):
            yield f"{prefix}/{name}" if prefix else name
        elif name != f"{TEMPORARY}/":
            yield from _walk(entry.path, f"{prefix}/{entry.name}" if prefix else entry.name)
