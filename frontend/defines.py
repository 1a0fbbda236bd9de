"""`--define NAME=value`: values that the user gives for names the source does not tell."""

from __future__ import annotations

import ast


def parse_define(text: str) -> tuple[str, object] | None:
    """The name and value of `NAME=value`, or None when it has not that form.

    A value that reads as a Python literal is one (`3`, `True`, `[1, 2]`, `'3'`); any other is a string, and so are
    those of environment variables (`os.environ.NAME`).
    """
    name, equals, value = text.partition("=")
    if not equals or not all(part.isidentifier() for part in name.split(".")):
        return None
    if name.startswith("os.environ."):
        return name, value
    try:
        return name, ast.literal_eval(value.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return name, value
