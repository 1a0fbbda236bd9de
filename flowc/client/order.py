"""The order of tasks: `r.2` before `r.10`, pass `_2` before `_10`."""

from __future__ import annotations


def by_path(path: str) -> tuple[tuple[str, int], ...]:
    """A key to sort paths with."""
    parts: list[tuple[str, int]] = []
    mark, digits = "", ""
    for letter in path[1:] + ".":
        if letter in "._":
            if mark:
                parts.append((mark, int(digits or 0)))
            mark, digits = letter, ""
        else:
            digits += letter
    return tuple(parts)
