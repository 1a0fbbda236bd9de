"""Paths that begin at the folder of the flow file, wherever that is.

`__file__` is absolute when the flow runs, but no absolute path may get into an output. So the folder of the
flow file has a stand-in: an absolute path whose sixteen components are characters that no source contains. All
path functions then work as they are; at the end a path below the stand-in becomes relative to the flow's
folder, and a value that shows the stand-in in any other way is not known. Operations that would betray it in a
number or a truth value (the length of a path, a comparison) are refused when they are made.
"""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath

from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.evaluate.values import Keyed, Lazy, Native, UserFunction

_MARKS = tuple(chr(0x10FF00 + number) for number in range(16))
_MARK_SET = frozenset(_MARKS)
ROOT = "/" + "/".join(_MARKS)
"""The stand-in for the folder of the flow file."""

_BETRAYS = "it depends on where the flow file lies"


def is_marked(value: object) -> bool:
    """Whether a text or path shows the stand-in."""
    text = str(value) if isinstance(value, PurePosixPath) else value
    return isinstance(text, str) and not text.isascii() and not _MARK_SET.isdisjoint(text)


def shows_mark(value: object) -> bool:
    """Whether a value is marked, or a container of marked values."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(is_marked(item) for item in value)
    if isinstance(value, Lazy):
        return any(is_marked(item) for item in value.items)
    return is_marked(value)


def unmarked(*values: object) -> None:
    """Refuse an operation whose outcome would depend on where the flow file lies."""
    if any(shows_mark(value) for value in values):
        raise CannotKnow(_BETRAYS)


def outward(value: object) -> object:
    """The value to give out: paths made relative to the folder of the flow file."""
    match value:
        case str():
            return _relative(value) if is_marked(value) else whole(value)
        case PurePosixPath():
            return PurePosixPath(_relative(str(value))) if is_marked(value) else value
        case Keyed():
            return {outward(key): outward(item) for key, item in value.items()}
        case dict():
            return {outward(key): outward(item) for key, item in value.items()}
        case list():
            return [outward(item) for item in value]
        case tuple():
            return tuple(outward(item) for item in value)
        case set() | frozenset():
            return frozenset(outward(item) for item in value)
        case Native(dotted=dotted):
            raise CannotKnow(f"`{dotted}` is a function, not a value")
        case UserFunction(node=node):
            raise CannotKnow(f"`{node.name.value}` is a function, not a value")
        case Lazy() | range():
            raise CannotKnow("it is an iterator; wrap it in `list(...)`")
        case _:
            return value


def whole(text: str) -> str:
    """A text that can be written to a file: half of a surrogate pair cannot."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise CannotKnow("it holds half of a surrogate pair, which is no text") from None
    return text


def _relative(text: str) -> str:
    if not text.startswith("/" + _MARKS[0]):
        raise CannotKnow(_BETRAYS)
    relative = posixpath.relpath(text, ROOT)
    if is_marked(relative):
        raise CannotKnow(_BETRAYS)
    return relative
