"""The part of flowc that runs inside tasks, as it travels: without its documentation, line numbers kept."""

from __future__ import annotations

from pathlib import Path

from flowc.package.kept import kept

QUOTES = '"""'


RUNTIME = "runtime.bz2"

ROOT = Path(__file__).parents[1]
"""flowc's own folder."""


def runtime_files() -> dict[str, bytes]:
    """What starts and runs inside the tasks, by its path in the package."""
    start = Path(__file__).parent / "start.txt"
    return {"__main__.py": start.read_text(encoding="utf-8").encode(), RUNTIME: packed_runtime()}


def packed_runtime() -> bytes:
    """The runtime in one piece, packed: bzip2 makes the same bytes of it in every version, unlike zlib and xz.

    Unpacked it is, for each file by name, a line with its name and its size, then its content. Packing takes 12 ms,
    so what it gives is kept beside the bytecode of this module, for as long as the files stay as they are.
    """
    return kept("runtime", (Path(__file__), *_sources()), pack)


def pack() -> bytes:
    """The same, made anew."""
    from bz2 import compress

    pieces = [
        b"%s %d\n%s" % (name.encode(), len(data), data) for name, data in sorted(unpacked_runtime().items())
    ]
    return compress(b"".join(pieces))


def unpacked_runtime() -> dict[str, bytes]:
    """What runs inside the tasks, by its path once it is unpacked."""
    return {
        path.relative_to(ROOT.parent).as_posix(): spared(path.read_text(encoding="utf-8")).encode()
        for path in _sources()
    }


def _sources() -> tuple[Path, ...]:
    return (ROOT / "__init__.py", *sorted((ROOT / "runtime_shim").rglob("*.py")))


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
