"""The names that a class body defines, in source order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.classes import ClassInfo
from flowc.frontend.scope import Ambiguous, Assigned, Class, Function, Unknown

Definition: TypeAlias = cst.FunctionDef | cst.ClassDef | cst.BaseExpression | None
"""A method, a nested class, an assigned value, or None for a name bound in another way (an import, a loop)."""


@record
class Attribute:
    """A name of a class: what defines it (the last definition, as in Python), and in which class.

    `doubt` says why the run decides what the name is, or that it is there at all (None: it does not).
    """

    name: str
    definition: Definition
    owner: ClassInfo
    node: cst.CSTNode
    doubt: str | None = None


def attributes(classes: Sequence[ClassInfo]) -> tuple[Attribute, ...]:
    """All attributes of a class by its MRO: the first class that defines a name decides what it is."""
    found: dict[str, Attribute] = {}
    for owner in classes:
        for name, attribute in _own(owner).items():
            found.setdefault(name, attribute)
    return tuple(found.values())


def _own(owner: ClassInfo) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {}
    conditional: set[str] = set()
    for name, definition, node, is_conditional in _definitions(owner.node.body.body):
        # A name defined again moves to the place of its last definition.
        found.pop(name, None)
        if isinstance(node, cst.Del) and not is_conditional:
            continue
        found[name] = Attribute(name=name, definition=definition, owner=owner, node=node)
        if is_conditional:
            conditional.add(name)
    settled = {name: _settled(item) if name in conditional else item for name, item in found.items()}
    return {name: item for name, item in settled.items() if item is not None}


def _settled(attribute: Attribute) -> Attribute | None:
    """A name defined under conditions: the definition that counts, when they can be known; None when none does."""
    match attribute.owner.body.own(attribute.name):
        case Function(node=node) | Class(node=node):
            return replace(attribute, definition=node, node=node.name)
        case Assigned(expr=expr):
            return replace(attribute, definition=expr)
        case Ambiguous(reason=reason):
            return replace(attribute, doubt=reason)
        case Unknown():  # no condition that guards it holds
            return None
    return attribute


def _definitions(
    block: Sequence[cst.CSTNode],
) -> Iterator[tuple[str, Definition, cst.CSTNode, bool]]:
    """Name, value, place, and whether it stands under a condition."""
    pending: list[tuple[cst.CSTNode, bool]] = [(node, False) for node in reversed(block)]
    while pending:
        node, conditional = pending.pop()
        if isinstance(node, cst.SimpleStatementLine):
            pending.extend((small, conditional) for small in reversed(node.body))
            continue
        for name, definition, place in _defined(node):
            yield name, definition, place, conditional
        pending.extend((inner, True) for inner in reversed(_inside(node)))


def _defined(node: cst.CSTNode) -> Iterator[tuple[str, Definition, cst.CSTNode]]:
    match node:
        case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
            yield name.value, node, name
        case cst.Assign(targets=targets, value=value):
            for target in targets:
                yield from _assigned(target.target, value)
        case cst.AnnAssign(target=cst.Name() as target, value=cst.BaseExpression() as value):
            yield target.value, value, target
        case cst.Del(target=cst.Name() as target):
            yield target.value, None, node
        case cst.Import(names=names) | cst.ImportFrom(names=names) if not isinstance(names, cst.ImportStar):
            for alias in names:
                yield _imported(alias), None, alias


def _assigned(
    target: cst.BaseExpression, value: cst.BaseExpression
) -> Iterator[tuple[str, Definition, cst.CSTNode]]:
    match target:
        case cst.Name(value=name):
            yield name, value, target
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            values = value.elements if isinstance(value, cst.Tuple | cst.List) and fits(target, value) else ()
            for position, element in enumerate(elements):
                if isinstance(element.value, cst.Name):
                    item = values[position].value if values else None
                    yield element.value.value, item, element.value


def fits(target: cst.BaseExpression, value: cst.BaseExpression) -> bool:
    """Whether `a, b = 1, 2` gives each name a value of its own."""
    if not isinstance(target, cst.Tuple | cst.List) or not isinstance(value, cst.Tuple | cst.List):
        return False
    all_elements = (*target.elements, *value.elements)
    return len(target.elements) == len(value.elements) and not any(
        isinstance(element, cst.StarredElement) for element in all_elements
    )


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
        case cst.Match(cases=cases):
            return list(cases)
        case (
            cst.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody)
            | cst.TryStar(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody)
        ):
            rest = [item for item in (*handlers, orelse, finalbody) if item is not None]
            return [*body.body, *rest]
        case (
            cst.Else(body=body)
            | cst.Finally(body=body)
            | cst.With(body=body)
            | cst.ExceptHandler(body=body)
            | cst.ExceptStarHandler(body=body)
            | cst.MatchCase(body=body)
        ):
            return list(body.body)
    return []
