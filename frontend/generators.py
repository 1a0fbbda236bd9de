"""Functions that yield: calling one runs nothing of its body."""

from __future__ import annotations

import libcst as cst


def first_yield(node: cst.FunctionDef) -> cst.Yield | None:
    """The first `yield` of the body itself, nested functions and classes left out; None when there is none."""
    pending: list[cst.CSTNode] = [node.body]
    while pending:
        inner = pending.pop()
        if isinstance(inner, cst.Yield):
            return inner
        if not isinstance(inner, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            pending.extend(reversed(inner.children))
    return None
