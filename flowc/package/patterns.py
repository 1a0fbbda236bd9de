"""Files below a folder that patterns name: `*` and `?` within a name, `**` for any folders."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from flowc.diagnostics.record import record
from flowc.frontend.files import Files
from flowc.frontend.folder_entries import Entry

ANY = "**"
MADE_BY_PYTHON = "__pycache__"


@record
class Match:
    """A file by its POSIX path below the folder; `fault` says why it cannot be taken."""

    path: str
    fault: str | None = None


def matches(folder: Path, pattern: str, files: Files) -> tuple[Match, ...]:
    """What a pattern names, by path; a pattern that ends in `/` names all that is below a folder.

    As in a shell, `*` and `**` match no name that begins with a dot, and `**` goes through no link to a folder; no
    link to a folder is followed at all, and none to a file that lies outside of `folder`.
    """
    parts = [part for part in (pattern + ANY if pattern.endswith("/") else pattern).split("/") if part]
    walk = _Walk(folder, files)
    found = {match.path: match for match in walk.below("", tuple(part for part in parts if part != "."))}
    return tuple(found[path] for path in sorted(found))


class _Walk:
    """Each folder is looked through once for each rest of the pattern."""

    def __init__(self, root: Path, files: Files) -> None:
        self.root = root
        self.files = files
        self.seen: set[tuple[str, tuple[str, ...]]] = set()

    def below(self, folder: str, parts: tuple[str, ...]) -> Iterator[Match]:
        """What the rest of a pattern names in a folder; recursion follows the nesting of folders."""
        if not parts or (folder, parts) in self.seen:
            return
        self.seen.add((folder, parts))
        if parts[0] == ANY and len(parts) > 1:
            yield from self.below(folder, parts[1:])
        for entry in self.files.entries(self.root / folder):
            if _names(parts[0], entry.name):
                yield from self._entry(posixpath.join(folder, entry.name), entry, parts)

    def _entry(self, path: str, entry: Entry, parts: tuple[str, ...]) -> Iterator[Match]:
        if entry.kind == "folder" and entry.link is None:
            yield from self.below(path, parts if parts[0] == ANY else parts[1:])
        elif entry.kind == "folder" and parts[0] != ANY and len(parts) > 1:
            yield Match(path=path, fault="it is a link to a folder")
        elif entry.kind != "folder" and len(parts) == 1:
            yield Match(path=path, fault=_fault(path, entry))


def _names(part: str, name: str) -> bool:
    if name.startswith(".") and not part.startswith("."):
        return False
    if name == MADE_BY_PYTHON and part != name:
        return False
    return part == ANY or fnmatchcase(name, part)


def _fault(path: str, entry: Entry) -> str | None:
    if entry.kind == "other":
        return "it is no file, or its name is no text"
    if entry.link is None:
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), entry.link))
    return "it is a link out of the folder" if target.split("/")[0] == ".." else None
