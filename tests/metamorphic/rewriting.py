"""Rewrite the source of a flow without changing what it means: rename its steps, shuffle its methods."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the bytes from `start` to `end` of a line (counted from 1)."""

    line: int
    start: int
    end: int
    text: str


def step_names(source: str) -> list[str]:
    """The steps of a source, in its order."""
    return [function.name for function in _steps(ast.parse(source))]


def rename_steps(source: str, names: Mapping[str, str]) -> str:
    """Rename steps where they are defined, named by `self.next`, and read as `inputs.step`.

    `start` and `end` keep their part by a mark: `@step(start=True)`.
    """
    tree = ast.parse(source)
    edits = set()
    for function in _steps(tree):
        if function.name in names:
            column = function.col_offset + len("def ")
            edits.add(_edit(function.lineno, column, function.name, names))
            edits |= {Edit(*where, f"step({function.name}=True)") for where in _bare_mark(function)}
        edits |= {_attribute_edit(node, names) for node in _mentions(function) if node.attr in names}
    return _apply(source, edits)


def _edit(line: int, column: int, name: str, names: Mapping[str, str]) -> Edit:
    return Edit(line, column, column + len(name), names[name])


def _attribute_edit(node: ast.Attribute, names: Mapping[str, str]) -> Edit:
    assert node.end_lineno is not None and node.end_col_offset is not None
    return _edit(node.end_lineno, node.end_col_offset - len(node.attr), node.attr, names)


def _bare_mark(function: ast.FunctionDef) -> Iterator[tuple[int, int, int]]:
    """Where `@step` stands without arguments above a step that is first or last by its name."""
    if function.name in ("start", "end"):
        for mark in function.decorator_list:
            if isinstance(mark, ast.Name) and mark.id == "step":
                yield mark.lineno, mark.col_offset, mark.col_offset + len("step")


def _steps(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(map(_is_step_mark, node.decorator_list)):
            yield node


def _is_step_mark(mark: ast.expr) -> bool:
    return ast.unparse(mark).partition("(")[0] == "step"


def _mentions(function: ast.FunctionDef) -> Iterator[ast.Attribute]:
    """`self.x` inside of `self.next(...)`, and `inputs.x`."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="next"), args=args):
                for inner in (inner for argument in args for inner in ast.walk(argument)):
                    if isinstance(inner, ast.Attribute):
                        yield inner
            case ast.Attribute(value=ast.Name(id="inputs")):
                yield node


def _apply(source: str, edits: set[Edit]) -> str:
    lines = source.encode().splitlines(keepends=True)
    for edit in sorted(edits, reverse=True):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.start] + edit.text.encode() + line[edit.end :]
    return b"".join(lines).decode()


def shuffle_steps(source: str, seed: int) -> str:
    """Put the step methods into another order; everything else stays where it is."""
    lines = source.splitlines(keepends=True)
    places = sorted(_lines_of(function) for function in _steps(ast.parse(source)))
    texts = ["".join(lines[first:last]) for first, last in places]
    random.Random(seed).shuffle(texts)
    pieces, position = [], 0
    for (first, last), text in zip(places, texts, strict=True):
        pieces += ["".join(lines[position:first]), text if text.endswith("\n") else text + "\n"]
        position = last
    return "".join([*pieces, *lines[position:]])


def _lines_of(function: ast.FunctionDef) -> tuple[int, int]:
    """First line (that of the first decorator) and the line after the last, from 0."""
    assert function.end_lineno is not None
    return min(mark.lineno for mark in function.decorator_list) - 1, function.end_lineno
