"""Python literals of texts and JSON values: the only way in which anything of the user's comes into a DAG file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowc.ir.values import Json

WIDTH = 100
"""Columns that a line of literals should keep to."""

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text(value: str) -> str:
    """A string literal in double quotes, the same with every version of Python."""
    return '"' + "".join(_character(each) for each in value) + '"'


def literal(value: Json) -> str:
    """A literal of a JSON value."""
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{text(key)}: {literal(each)}" for key, each in value.items()) + "}"
    return _listed(value)


def pretty(value: Json, indent: int) -> str:
    """The same on several lines, when one would be long. `indent` is that of the line it begins on."""
    short = literal(value)
    if len(short) + indent <= WIDTH or not isinstance(value, Mapping | list | tuple) or not value:
        return short
    inner = " " * (indent + 4)
    if isinstance(value, Mapping):
        lines = [f"{inner}{text(key)}: {pretty(each, indent + 4)},\n" for key, each in value.items()]
        return "{\n" + "".join(lines) + " " * indent + "}"
    lines = [f"{inner}{pretty(each, indent + 4)},\n" for each in value]
    return "[\n" + "".join(lines) + " " * indent + "]"


def _listed(values: Sequence[Json]) -> str:
    return "[" + ", ".join(literal(each) for each in values) + "]"


def _number(value: float) -> str:
    """`inf` and `nan` have no literals."""
    shown = repr(value)
    return shown if shown.lstrip("-")[0].isdigit() else f'float("{shown}")'


def _character(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if 0x20 <= code < 0x7F or _is_plain(code):
        return character
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_plain(code: int) -> bool:
    """Letters and signs of other scripts, less what hides, turns or breaks lines."""
    return (
        0xA1 <= code < 0xD800 and code != 0xAD and not 0x0600 <= code < 0x0700 and not 0x2000 <= code < 0x2070
    )
