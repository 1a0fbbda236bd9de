"""What a folder holds, as one answer of the file system that can be remembered and asked for again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from flowc.diagnostics.record import record
from flowc.diagnostics.sha256 import hexdigest

EntryKind = Literal["file", "folder", "other"]


@record
class Entry:
    """A name in a folder. `link` is what a symbolic link leads to, as a path from that folder; None for no link.

    `other`: a device, a pipe, a link to nothing, or something whose name is no text.
    """

    name: str
    kind: EntryKind
    link: str | None = None


def entries_of(folder: Path) -> tuple[Entry, ...]:
    """The entries by name; none for what is no folder, or cannot be read."""
    try:
        with os.scandir(folder) as found:
            entries = [_entry(one, folder) for one in found]
    except (OSError, ValueError):
        return ()
    return tuple(sorted(entries, key=lambda entry: entry.name))


def digest_of(entries: tuple[Entry, ...]) -> str:
    """A hash of all that is said of them."""
    rows = (f"{entry.name}\0{entry.kind}\0{entry.link}\0" for entry in entries)
    return hexdigest("".join(rows).encode("utf-8", "surrogateescape"))


def _entry(found: os.DirEntry[str], folder: Path) -> Entry:
    link = None
    if found.is_symlink():
        link = os.path.relpath(os.path.realpath(found.path), os.path.realpath(folder))
    return Entry(name=found.name, kind=_kind(found), link=link)


def _kind(found: os.DirEntry[str]) -> EntryKind:
    try:
        found.name.encode()
        return "file" if found.is_file() else "folder" if found.is_dir() else "other"
    except (OSError, ValueError):
        return "other"
