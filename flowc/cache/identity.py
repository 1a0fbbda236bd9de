"""What flowc itself is, for the cache key: another flowc must never be served an old answer."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from flowc import __version__


def identity() -> list[str]:
    """flowc's version, the stamps of all of its files, and the version of Python.

    Stamps (size and modification time) stand for content: reading every file would cost what the cache saves. They
    are part of keys only and reach no output. They are read once in a process.
    """
    root = Path(__file__).resolve().parent.parent
    return [__version__, sys.version, *sorted(_stamps(str(root)))]


@cache
def _stamps(folder: str) -> tuple[str, ...]:
    stamps: list[str] = []
    work = [folder]
    while work:
        with os.scandir(work.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        work.append(entry.path)
                elif entry.name.endswith((".py", ".html", ".j2", ".txt")):
                    status = entry.stat()
                    stamps.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
    return tuple(stamps)
