"""Known values as text: `str()`, `repr()`, `format()`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from flowc.frontend.evaluate.rooted import unmarked
from flowc.frontend.evaluate.stop import CannotKnow

_WIDE = re.compile(r"\d{5}")


def as_text(value: object) -> str:
    """`str(value)`, where it is the same on every run."""
    if isinstance(value, (str, PurePosixPath)):
        return str(value)
    return as_repr(value)


def as_repr(value: object) -> str:
    """`repr(value)`, where it is the same on every run."""
    rest = [value]
    while rest:
        one = rest.pop()
        match one:
            case dict():
                rest.extend((*one.keys(), *one.values()))
            case list() | tuple():
                rest.extend(one)
            case set() | frozenset() if len(one) > 1:
                raise CannotKnow("the order of a set changes from run to run")
            case set() | frozenset():
                rest.extend(one)
            case None | bool() | int() | float():
                pass
            case str():
                unmarked(one)
            case _:
                raise CannotKnow(
                    f"the text of a value of type `{type(one).__name__}` is not told by the source"
                )
    return repr(value)


def formatted(value: object, spec: str) -> str:
    """`format(value, spec)`."""
    if not spec:
        return as_text(value)
    if _WIDE.search(spec):
        raise CannotKnow("it formats with a very large width")
    unmarked(value)
    if not isinstance(value, (str, int, float)):
        raise CannotKnow(f"a value of type `{type(value).__name__}` is formatted")
    return format(value, spec)


def converted(value: object, conversion: str | None) -> object:
    """What `!r`, `!s` or `!a` makes of a value."""
    match conversion:
        case None:
            return value
        case "s":
            return as_text(value)
        case "r":
            return as_repr(value)
        case _:
            return as_repr(value).encode("ascii", "backslashreplace").decode("ascii")
