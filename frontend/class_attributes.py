"""The names that a class body defines, in source order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from flowc.frontend.classes import ClassInfo

Definition: TypeAlias = cst.FunctionDef | cst.ClassDef | cst.BaseExpression | None
"""A method, a nested class, an assigned value, or None for a name bound in another way (an import, a loop)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A name of a class: what defines it (the last definition, as in Python), and in which class."""

    name: str
    definition: Definition
    owner: ClassInfo
    node: cst.CSTNode


def attributes(classes: Sequence[ClassInfo]) -> tuple[Attribute, ...]:
    """All attributes of a class by its MRO: the first class that defines a name decides what it is."""
    found: dict[str, Attribute] = {}
    for owner in classes:
        for name, attribute in _own(owner).items():
            found.setdefault(name, attribute)
    return tuple(found.values())


def _own(owner: ClassInfo) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {}
    for name, definition, node in _definitions(owner.node.body.body):
        # A name defined again moves to the place of its last definition.
        found.pop(name, None)
        found[name] = Attribute(name=name, definition=definition, owner=owner, node=node)
    return found


def _definitions(block: Sequence[cst.CSTNode]) -> Iterator[tuple[str, Definition, cst.CSTNode]]:
    pending: list[cst.CSTNode] = list(reversed(block))
    while pending:
        node = pending.pop()
        match node:
            case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
                yield name.value, node, name
            case cst.SimpleStatementLine(body=body):
                pending.extend(reversed(body))
            case cst.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _assigned(target.target, value)
            case cst.AnnAssign(target=cst.Name() as target, value=cst.BaseExpression() as value):
                yield target.value, value, target
            case cst.Import(names=names) | cst.ImportFrom(names=names) if not isinstance(
                names, cst.ImportStar
            ):
                for alias in names:
                    yield _imported(alias), None, alias
            case _:
                pending.extend(reversed(_inside(node)))


def _assigned(
    target: cst.BaseExpression, value: cst.BaseExpression
) -> Iterator[tuple[str, Definition, cst.CSTNode]]:
    match target:
        case cst.Name(value=name):
            yield name, value, target
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                if isinstance(element.value, cst.Name):
                    yield element.value.value, None, element.value


def _imported(alias: cst.ImportAlias) -> str:
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    name: cst.BaseExpression = alias.name
    while isinstance(name, cst.Attribute):
        name = name.value
    return name.value if isinstance(name, cst.Name) else ""


def _inside(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The statements in the branches of a compound statement, all of them: which one runs is not known."""
    match node:
        case (
            cst.If(body=body, orelse=orelse)
            | cst.For(body=body, orelse=orelse)
            | cst.While(body=body, orelse=orelse)
        ):
            return [*body.body, *([] if orelse is None else [orelse])]
        case cst.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
            rest = [item for item in (*handlers, orelse, finalbody) if item is not None]
            return [*body.body, *rest]
        case (
            cst.Else(body=body) | cst.Finally(body=body) | cst.With(body=body) | cst.ExceptHandler(body=body)
        ):
            return list(body.body)
    return []
