"""Places of names that `ast` keeps as bare text, worked out from the node that holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import libcst as cst

from flowc.frontend.identifiers import place_of_name
from flowc.frontend.lines import Lines

Place: TypeAlias = tuple[int, int, int, int]


def _start(partner: Any, lines: Lines) -> tuple[int, int]:
    return partner.lineno, lines.column(partner.lineno, partner.col_offset)


def _end(partner: Any, lines: Lines) -> tuple[int, int]:
    return partner.end_lineno, lines.column(partner.end_lineno, partner.end_col_offset)


def _width(node: cst.CSTNode) -> int:
    return len(dotted(node))


def dotted(node: cst.CSTNode) -> str:
    """`a.b.c` as text; empty for anything but names and attributes of names."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return ""
    return ".".join([node.value, *reversed(parts)])


def _head(node: cst.CSTNode, partner: Any, lines: Lines) -> Place:
    """The name at the start of its holder: of a keyword argument, a parameter, an import."""
    line, column = _start(partner, lines)
    return line, column, line, column + _width(node)


def _tail(node: cst.CSTNode, partner: Any, lines: Lines) -> Place:
    """The name at the end of its holder: of an attribute, of `import ... as name`."""
    line, column = _end(partner, lines)
    return line, column - _width(node), line, column


def _decorator(_: cst.CSTNode, partner: Any, lines: Lines) -> Place:
    """With its `@`, when that stands on the same line."""
    line, column = _start(partner, lines)
    at = lines.text(line).rfind("@", 0, column - 1)
    return (line, at + 1 if at >= 0 else column, *_end(partner, lines))


def _defined_name(node: cst.CSTNode, partner: Any, lines: Lines) -> Place:
    """The name after `def`, `async def` or `class`."""
    line, column = _start(partner, lines)
    name = node.value if isinstance(node, cst.Name) else str(partner.name)
    return _find(name, lines, line, column + len("def"))


def _imported_module(node: cst.CSTNode, partner: Any, lines: Lines) -> Place:
    """The module after `from`, its dots left out."""
    line, column = _start(partner, lines)
    return _find(dotted(node), lines, line, column + len("from"))


def _find(name: str, lines: Lines, line: int, column: int) -> Place:
    """The first place of `name` from `line`, `column` on, looking through a few continued lines."""
    for number in range(line, line + 4):
        start, end = place_of_name(name, lines.text(number), column - 1 if number == line else 0)
        if start >= 0:
            return number, start + 1, number, end + 1
    return line, column, line, column + 1


def _bare_generator(_: cst.CSTNode, partner: Any, lines: Lines) -> Place:
    """`f(x for x in y)`: `ast` counts the parentheses of the call as the generator's."""
    line, column = _start(partner.elt, lines)
    last = partner.generators[-1]
    return (line, column, *_end(last.ifs[-1] if last.ifs else last.iter, lines))


PLACES: Mapping[str, Callable[[cst.CSTNode, Any, Lines], Place]] = {
    "bare generator": _bare_generator,
    "decorator": _decorator,
    "defined name": _defined_name,
    "head": _head,
    "imported module": _imported_module,
    "tail": _tail,
}
