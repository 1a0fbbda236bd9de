"""The part of flowc that runs inside tasks, as it travels: without its documentation, line numbers kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from flowc.package.kept import kept

QUOTES = '"""'


RUNTIME = "runtime.bz2"

ROOT = Path(__file__).parents[1]
"""flowc's own folder."""


SHIM = ("runtime_shim",)
"""The folders that every package has."""
WITH_CLIENT = (*SHIM, "client")
"""Those of a flow whose files import the client: that needs nothing but the runtime."""


def runtime_files(parts: tuple[str, ...] = SHIM) -> dict[str, bytes]:
    """What starts and runs inside the tasks, by its path in the package."""
    start = Path(__file__).parent / "start.txt"
    return {"__main__.py": start.read_text(encoding="utf-8").encode(), RUNTIME: packed_runtime(parts)}


def packed_runtime(parts: tuple[str, ...] = SHIM) -> bytes:
    """The runtime in one piece, packed: bzip2 makes the same bytes of it in every version, unlike zlib and xz.

    Unpacked it is, for each file by name, a line with its name and its size, then its content. Packing takes 12 ms,
    so what it gives is kept beside the bytecode of this module, for as long as the files stay as they are.
    """
    name = "runtime" if parts == SHIM else "-".join(parts)
    return kept(name, (Path(__file__), *_sources(parts)), partial(pack, parts))


def pack(parts: tuple[str, ...] = SHIM) -> bytes:
    """The same, made anew."""
    from bz2 import compress

    pieces = [
        b"%s %d\n%s" % (name.encode(), len(data), data)
        for name, data in sorted(unpacked_runtime(parts).items())
    ]
    return compress(b"".join(pieces))


def unpacked_runtime(parts: tuple[str, ...] = SHIM) -> dict[str, bytes]:
    """What runs inside the tasks, by its path once it is unpacked."""
    return {
        path.relative_to(ROOT.parent).as_posix(): spared(path.read_text(encoding="utf-8")).encode()
        for path in _sources(parts)
    }


def _sources(parts: tuple[str, ...] = SHIM) -> tuple[Path, ...]:
    return (ROOT / "__init__.py", *(path for part in parts for path in sorted((ROOT / part).rglob("*.py"))))


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
