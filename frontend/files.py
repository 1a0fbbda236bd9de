"""All reading of user files: one object that remembers every answer the file system gave.

A compile is a function of the sources, so its cache key is the list of these answers: every file read (by
hash of its content), and every path looked for, found or not. Nothing else in the frontend touches the disk.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from flowc.diagnostics.record import record
from flowc.diagnostics.sha256 import hexdigest
from flowc.frontend.folder_entries import Entry, digest_of, entries_of

AccessKind = Literal["content", "absent", "present"]


@record
class Access:
    """One answer of the file system.

    `content`: the file was read, `digest` is the SHA-256 of its bytes. `present` and `absent`: the path was
    asked for, and `digest` says as what (`file`, `dir`, `prefix NAME`, `entries HASH`, or `content` for a read that
    failed).
    """

    path: str
    kind: AccessKind
    digest: str


class Files:
    """The user's files, read through a log."""

    def __init__(self) -> None:
        self._log: dict[tuple[str, str], Access] = {}
        self._contents: dict[Path, bytes] = {}

    @property
    def log(self) -> tuple[Access, ...]:
        """Every access so far, sorted by path; the same as `accesses()`."""
        return self.accesses()

    def read(self, path: Path) -> bytes:
        """The bytes of a file, read once however often they are asked for. Raises OSError."""
        known = self._contents.get(path)
        if known is not None:
            return known
        try:
            data = bytes_of(path)
        except (OSError, ValueError) as failure:
            self._note(path, "absent", "content")
            raise failure if isinstance(failure, OSError) else OSError(str(failure)) from failure
        self._contents[path] = data
        self._note(path, "content", hexdigest(data))
        return data

    def is_file(self, path: Path) -> bool:
        """Whether the path is a file, by the log's word."""
        return self._ask(path, "file", _is_file(path))

    def is_dir(self, path: Path) -> bool:
        """Whether the path is a folder."""
        return self._ask(path, "dir", _is_dir(path))

    def has_prefix(self, folder: Path, prefix: str) -> bool:
        """Whether a folder has a file whose name begins so."""
        return self._ask(folder, f"prefix {prefix}", _has_prefix(folder, prefix))

    def entries(self, folder: Path) -> tuple[Entry, ...]:
        """What a folder holds, by name."""
        found = entries_of(folder)
        self._ask(folder, f"entries {digest_of(found)}", True)
        return found

    def accesses(self) -> tuple[Access, ...]:
        """Every access so far, each once, sorted by path and question."""
        return tuple(self._log[key] for key in sorted(self._log))

    def _ask(self, path: Path, question: str, answer: bool) -> bool:
        self._note(path, "present" if answer else "absent", question)
        return answer

    def _note(self, path: Path, kind: AccessKind, digest: str) -> None:
        question = "content" if kind == "content" else digest
        self._log.setdefault((str(path), question), Access(path=str(path), kind=kind, digest=digest))


def still_valid(accesses: Iterable[Access]) -> bool:
    """Whether the file system would give every answer again."""
    return all(_holds(access) for access in accesses)


def _holds(access: Access) -> bool:
    path = Path(access.path)
    if access.kind == "content":
        digest = _digest(path)
        return digest == access.digest
    if access.digest == "content":
        return _digest(path) is None
    return _answer(path, access.digest) == (access.kind == "present")


def _answer(path: Path, question: str) -> bool:
    if question == "file":
        return _is_file(path)
    if question == "dir":
        return _is_dir(path)
    if question.startswith("entries "):
        return question == f"entries {digest_of(entries_of(path))}"
    return _has_prefix(path, question.removeprefix("prefix "))


def _has_prefix(folder: Path, prefix: str) -> bool:
    try:
        return any(entry.name.startswith(prefix) for entry in folder.iterdir())
    except (OSError, ValueError):
        return False


def bytes_of(path: Path) -> bytes:
    """What is in a file. A pipe or a device may have no end, and another content the next time."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "it is no file but a device or a pipe")
    return path.read_bytes()


def _digest(path: Path) -> str | None:
    try:
        return hexdigest(bytes_of(path))
    except (OSError, ValueError):
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, a NUL in it, no permission
        return False


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
