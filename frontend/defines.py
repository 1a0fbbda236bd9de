"""`--define NAME=value`: values that the user gives for names the source does not tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowc.ir.values import Json


def parse_define(text: str) -> tuple[str, Json] | None:
    """The name and value of `NAME=value`, or None when it has not that form.

    A value that reads as JSON or as a plain Python literal is one (`3`, `true`, `True`, `[1, 2]`, `'3'`); any other
    is a text, and so are those of environment variables (`os.environ.NAME`).
    """
    name, equals, value = text.partition("=")
    if not equals or not all(part.isidentifier() for part in name.split(".")):
        return None
    return name, value if name.startswith("os.environ.") else _value(value)


def _value(text: str) -> Json:
    for read in (json.loads, _literal):
        try:
            found: Json = read(text)
            json.dumps(found, allow_nan=False)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            continue
        return found
    return text


def _literal(text: str) -> Any:
    from ast import literal_eval

    return literal_eval(text.strip())
