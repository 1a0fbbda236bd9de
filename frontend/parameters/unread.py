"""Parameters and steps in a class body where no attribute of the class is read.

`locals()["p"] = Parameter("p")`, `(p := Parameter("p"))`, `add(Parameter("p"))`.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from flowc.diagnostics import Finding, error
from flowc.frontend.class_attributes import fits
from flowc.frontend.classes import ClassInfo
from flowc.frontend.parameters.class_values import DECLARED
from flowc.frontend.scope import Scope, dsl_name


def unread(owner: ClassInfo) -> Iterator[Finding]:
    """FLOW201 for each call of `Parameter`, `IncludeFile`, `Config` or `step` that is not the value of a name."""
    for node in _places(owner.node):
        for call, kind in made_in(node, owner.body):
            yield error(
                "FLOW201",
                owner.source.span(call),
                f"the name of this {kind} cannot be known without running the flow",
                label=f"this {kind} is not assigned to a name of the class",
                help=f"write `NAME = {kind}(...)` in the class"
                if kind in DECLARED
                else "write it as a method",
            )


def made_in(node: cst.CSTNode, scope: Scope) -> Iterator[tuple[cst.Call, str]]:
    """The declarations that stand in a node, functions in it left out."""
    pending = [node]
    while pending:
        inner = pending.pop()
        if isinstance(inner, cst.Call):
            kind = dsl_name(inner.func, scope)
            if kind in DECLARED or kind == "step":
                yield inner, kind
                continue
        if not isinstance(inner, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            pending.extend(reversed(inner.children))


def _places(cls: cst.ClassDef) -> Iterator[cst.CSTNode]:
    """What a class body does besides giving values to names."""
    pending: list[cst.CSTNode] = list(reversed(cls.body.body))
    while pending:
        node = pending.pop()
        match node:
            case cst.Assign(targets=targets, value=value):
                if not all(_named(target.target, value) for target in targets):
                    yield node
            case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
                if not _named(target, value):
                    yield node
            case cst.BaseSmallStatement() | cst.BaseExpression():
                yield node
            case cst.FunctionDef() | cst.ClassDef():
                pass
            case _:
                pending.extend(reversed(node.children))


def _named(target: cst.BaseExpression, value: cst.BaseExpression) -> bool:
    """Whether each value goes to a name, so that it is read as an attribute."""
    if isinstance(target, cst.Name):
        return True
    return fits(target, value) and all(
        isinstance(element.value, cst.Name)
        for element in target.elements  # type: ignore[attr-defined]
    )
