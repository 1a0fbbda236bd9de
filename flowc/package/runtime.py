"""The part of flowc that runs inside tasks, as it travels: without its documentation, line numbers kept."""

from __future__ import annotations

from bz2 import compress
from pathlib import Path

QUOTES = '"""'


RUNTIME = "runtime.bz2"


def runtime_files() -> dict[str, bytes]:
    """What starts and runs inside the tasks, by its path in the package."""
    start = Path(__file__).parent / "start.txt"
    return {"__main__.py": start.read_text(encoding="utf-8").encode(), RUNTIME: packed_runtime()}


def packed_runtime() -> bytes:
    """The runtime in one piece, packed: bzip2 makes the same bytes of it in every version, unlike zlib and xz.

    Unpacked it is, for each file by name, a line with its name and its size, then its content.
    """
    pieces = [
        b"%s %d\n%s" % (name.encode(), len(data), data) for name, data in sorted(unpacked_runtime().items())
    ]
    return compress(b"".join(pieces))


def unpacked_runtime() -> dict[str, bytes]:
    """What runs inside the tasks, by its path once it is unpacked."""
    root = Path(__file__).parents[1]
    shim = sorted((root / "runtime_shim").rglob("*.py"))
    return {
        path.relative_to(root.parent).as_posix(): spared(path.read_text(encoding="utf-8")).encode()
        for path in (root / "__init__.py", *shim)
    }


def spared(source: str) -> str:
    """A module of the runtime with empty docstrings and comments.

    Builds on how this project writes them: a docstring begins its line, and nothing else that does is a string.
    """
    lines: list[str] = []
    inside = False
    for line in source.splitlines():
        text = line.strip()
        if inside:
            inside = not text.endswith(QUOTES)
            lines.append("")
        elif text.startswith(QUOTES):
            inside = len(text) < 6 or not text.endswith(QUOTES)
            lines.append(line[: len(line) - len(line.lstrip())] + '""')
        else:
            lines.append("" if text.startswith("#") else line)
    return "\n".join(lines) + "\n"
