"""Methods of known values that only compute."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from flowc.frontend.evaluate.limits import MAX_TEXT, items_of
from flowc.frontend.evaluate.path_methods import path_method
from flowc.frontend.evaluate.rooted import is_marked, unmarked
from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.evaluate.texts import as_text, formatted
from flowc.frontend.evaluate.values import Keyed, Lazy

_TEXT = frozenset(
    (
        *("capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha", "isascii"),
        *(
            "isdecimal",
            "isdigit",
            "isidentifier",
            "islower",
            "isnumeric",
            "isprintable",
            "isspace",
            "istitle",
        ),
        *("isupper", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rfind", "rindex"),
        *(
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
        ),
        *("upper",),
    )
)
_TEXT_OF_WIDTH = frozenset({"center", "expandtabs", "ljust", "rjust", "zfill"})
_OF_MARKED = frozenset(
    {"endswith", "partition", "removesuffix", "rpartition", "rsplit", "rstrip", "split", "strip"}
)
"""What can be asked of a path under the flow's folder without asking where that is."""

_OTHERS: Mapping[type, frozenset[str]] = {
    list: frozenset({"copy", "count", "index"}),
    tuple: frozenset({"count", "index"}),
    int: frozenset({"bit_length", "conjugate"}),
    bool: frozenset({"bit_length"}),
    float: frozenset({"is_integer"}),
    set: frozenset({"copy", "difference", "intersection", "isdisjoint", "issubset", "issuperset", "union"}),
}

_MAX_WIDTH = 10_000


def call_method(value: Any, name: str, args: Sequence[Any], keywords: Mapping[str, Any]) -> object:
    """`value.name(*args, **keywords)`. Raises CannotKnow, or what the method raises."""
    if isinstance(value, str):
        return _text_method(value, name, args, keywords)
    if isinstance(value, dict):
        return _dict_method(value, name, args, keywords)
    if isinstance(value, PurePosixPath):
        return path_method(value, name, args, keywords)
    kind = set if isinstance(value, frozenset) else type(value)
    if name not in _OTHERS.get(kind, ()):
        raise _unknown(value, name)
    unmarked(value, *args)
    return getattr(value, name)(*args, **keywords)


def _unknown(value: object, name: str) -> CannotKnow:
    return CannotKnow(
        f"`.{name}()` of a value of type `{type(value).__name__}` is called, which flowc does not run"
    )


def _text_method(value: str, name: str, args: Sequence[Any], keywords: Mapping[str, Any]) -> object:
    match name:
        case "join" if len(args) == 1:
            return _join(value, args[0])
        case "format":
            return _format(value, args, keywords)
        case "replace":
            return _replace(value, args)
        case _ if name in _TEXT_OF_WIDTH:
            unmarked(value, *args)
            if any(isinstance(arg, int) and arg > _MAX_WIDTH for arg in (*args, *keywords.values())):
                raise CannotKnow("it pads a text to a very large width")
        case _ if name not in _TEXT:
            raise _unknown(value, name)
        case _ if name not in _OF_MARKED:
            unmarked(value, *args)
    unmarked(*args)
    return getattr(value, name)(*args, **keywords)


def _join(separator: str, items: object) -> str:
    parts: list[Any] = items_of(items)
    if sum(len(part) for part in parts) + len(separator) * len(parts) > MAX_TEXT:
        raise CannotKnow("its text is longer than a million characters")
    return separator.join(parts)


def _replace(value: str, args: Sequence[Any]) -> str:
    old, new = args[0], args[1]
    if is_marked(value) and old != "\\":
        unmarked(value)
    unmarked(old, new)
    if (value.count(old) + 1) * len(new) > MAX_TEXT:
        raise CannotKnow("its text is longer than a million characters")
    return value.replace(old, new, *args[2:])


_FIELD = re.compile(r"\{\{|\}\}|\{(\w*)(?:!([rsa]))?(?::([^{}]*))?\}|[{}]")


def _format(value: str, args: Sequence[Any], keywords: Mapping[str, Any]) -> str:
    """`str.format` with simple fields: `{}`, `{0}`, `{name}`, each with a conversion and a format."""
    from flowc.frontend.evaluate.texts import converted

    numbers = iter(range(len(args)))

    def replaced(match: re.Match[str]) -> str:
        whole = match.group(0)
        if whole in ("{{", "}}"):
            return whole[0]
        field, conversion, spec = match.groups()
        if field is None:
            raise CannotKnow("its format is not a simple one")
        if not field:
            item = args[next(numbers, len(args))]
        else:
            item = args[int(field)] if field.isdecimal() else keywords[field]
        return formatted(converted(item, conversion), spec or "")

    named = {match.group(1) for match in _FIELD.finditer(value) if match.group(1) is not None}
    if "" in named and any(name.isdecimal() for name in named):
        raise CannotKnow("its format mixes numbered and unnumbered fields")
    return _FIELD.sub(replaced, value)


def _dict_method(
    value: dict[Any, Any], name: str, args: Sequence[Any], keywords: Mapping[str, Any]
) -> object:
    unmarked(*args[:1])
    match name:
        case "get" if 1 <= len(args) <= 2 and not keywords:
            found = value.get(args[0], args[1] if len(args) == 2 else None)
            return Keyed.wrap(found) if isinstance(value, Keyed) else found
        case "keys" if not args:
            return Lazy(tuple(value.keys()))
        case "values" if not args:
            return Lazy(tuple(value.values()))
        case "items" if not args:
            return Lazy(tuple(value.items()))
        case "copy" if not args:
            return dict(value)
        case _:
            raise _unknown(value, name)


__all__ = ["as_text", "call_method"]
