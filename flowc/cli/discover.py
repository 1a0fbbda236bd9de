"""Which files a command looks at that takes folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowc.diagnostics import Finding

SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "build", "dist"})
"""Folders that hold no source of one's own, beside those whose names begin with a dot."""

MARK = b"FlowSpec"
NO_FLOW = "FLOW004"
"""Not said of a file that nobody named: it may well be the module of a base class."""


def wanted(findings: Iterable[Finding], *, come_upon: bool) -> list[Finding]:
    """The findings about a file that was named, or only come upon."""
    return [finding for finding in findings if not (come_upon and finding.code == NO_FLOW)]


def flow_files(given: Sequence[Path]) -> Mapping[Path, bool]:
    """Files in the order to look at them, each once; false for one that was named, true for one that was come upon.

    A folder stands for the Python files below it that speak of a `FlowSpec`.
    """
    found: dict[Path, bool] = {}
    for path in given:
        if is_folder(path):
            for below in _below(path):
                found.setdefault(below, True)
        else:
            found[path] = False
    return found


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; no when its name is none that the file system takes."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in SKIPPED)
        for name in sorted(files):
            path = Path(place) / name
            if name.endswith(".py") and MARK in _content(path):
                yield path


def _content(path: Path) -> bytes:
    from flowc.frontend.files import bytes_of

    try:
        return bytes_of(path)
    except OSError:
        return MARK  # let the frontend say that it cannot be read
