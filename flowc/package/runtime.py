"""The part of flowc that runs inside tasks, as it travels: without its documentation, line numbers kept."""

from __future__ import annotations

from pathlib import Path

QUOTES = '"""'


def runtime_files() -> dict[str, bytes]:
    """What starts and runs inside the tasks, by its path in the package."""
    root = Path(__file__).parents[1]
    shim = sorted((root / "runtime_shim").rglob("*.py"))
    found = {
        path.relative_to(root.parent).as_posix(): spared(path.read_text(encoding="utf-8")).encode()
        for path in (root / "__init__.py", *shim)
    }
    start = Path(__file__).parent / "start.txt"
    return {**found, "__main__.py": start.read_text(encoding="utf-8").encode()}


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
