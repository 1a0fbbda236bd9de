"""Paths that a file writes down: literals, and what is joined to the folder of `__file__`."""

from __future__ import annotations

import ast
import posixpath
from collections import Counter

from flowc.diagnostics.record import record

_SAME = frozenset({"str", "Path", "PurePath", "PosixPath", "fspath", "abspath", "realpath", "normpath"})
_SAME_METHODS = frozenset({"resolve", "absolute", "as_posix", "__str__"})
MOST_STEPS = 30
"""How deep expressions are followed."""


@record
class LiteralPath:
    """A path with `/`. `is_beside`: from the folder of the file that writes it; else from the working folder."""

    text: str
    is_beside: bool

    def parent(self) -> LiteralPath:
        """The folder that it is in."""
        whole = posixpath.normpath(self.text)
        above = posixpath.dirname(whole) if whole.split("/")[-1] not in ("", ".", "..") else f"{whole}/.."
        return LiteralPath(text=posixpath.normpath(above or "."), is_beside=self.is_beside)

    def joined(self, other: LiteralPath) -> LiteralPath | None:
        """The other path, seen from this one."""
        if other.is_beside or other.text.startswith("/"):
            return other
        return LiteralPath(text=posixpath.join(self.text, other.text), is_beside=self.is_beside)


class LiteralPaths:
    """The paths of one file. `name` is the file's own; names that are assigned to once are followed."""

    def __init__(self, tree: ast.Module, name: str) -> None:
        self._name = name
        self._assigned = _assigned_once(tree)

    def of(self, node: ast.expr, steps: int = MOST_STEPS) -> LiteralPath | None:
        """The path that an expression stands for; None when that is not written down."""
        if not steps:
            return None
        match node:
            case ast.Constant(value=str(text)):
                return LiteralPath(text=text, is_beside=False)
            case ast.Name(id="__file__"):
                return LiteralPath(text=self._name, is_beside=True)
            case ast.Name(id=name) if name in self._assigned:
                return self.of(self._assigned[name], steps - 1)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self._joined([left, right], steps)
            case ast.Attribute(value=value, attr="parent"):
                return self._above(value, 1, steps)
            case ast.Subscript(
                value=ast.Attribute(value=value, attr="parents"), slice=ast.Constant(value=int(count))
            ) if 0 <= count < MOST_STEPS:
                return self._above(value, count + 1, steps)
            case ast.Call(func=function, args=given, keywords=keywords):
                return self._called(function, given, steps) if not keywords else None
        return None

    def _called(self, function: ast.expr, given: list[ast.expr], steps: int) -> LiteralPath | None:
        name = last_name(function)
        if name == "join" and not _is_join_of_texts(function):
            return self._joined(given, steps)
        if name == "dirname" and len(given) == 1:
            return self._above(given[0], 1, steps)
        if name in _SAME and given:
            return self._joined(given, steps)
        if isinstance(function, ast.Attribute) and name == "joinpath":
            return self._joined([function.value, *given], steps)
        if isinstance(function, ast.Attribute) and name in _SAME_METHODS and not given:
            return self.of(function.value, steps - 1)
        return None

    def _above(self, node: ast.expr, count: int, steps: int) -> LiteralPath | None:
        found = self.of(node, steps - 1)
        for _ in range(count):
            found = None if found is None else found.parent()
        return found

    def _joined(self, nodes: list[ast.expr], steps: int) -> LiteralPath | None:
        found: LiteralPath | None = None
        for number, node in enumerate(nodes):
            part = self.of(node, steps - 1)
            if part is None:
                return None
            found = part if number == 0 else found.joined(part) if found is not None else None
        return found


def last_name(function: ast.expr) -> str:
    """`c` of `a.b.c`; empty for what has no name."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_join_of_texts(function: ast.expr) -> bool:
    """`", ".join(words)`, and all else that is not `os.path.join` by its name."""
    return isinstance(function, ast.Attribute) and last_name(function.value) not in ("path", "posixpath")


def _assigned_once(tree: ast.Module) -> dict[str, ast.expr]:
    """The names to which the whole file assigns in one place, with what they get there."""
    values: dict[str, ast.expr] = {}
    bound: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound[node.id] += 1
        elif isinstance(node, ast.arg):
            bound[node.arg] += 1
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            values[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            values[node.target.id] = node.value
    return {name: value for name, value in values.items() if bound[name] == 1}
