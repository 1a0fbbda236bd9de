"""What a condition says about artifacts: `hasattr(self, "x")`, `getattr(self, "x", None)`, `"x" in dir(self)`."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects.literals import scalar, text_of
from flowc.frontend.effects.values import SELF
from flowc.frontend.effects.walk import Walk

_FALSY = frozenset(("None", "False", "0", "''", "0.0"))


def assume(walk: Walk, test: cst.BaseExpression, truth: bool) -> None:
    """Go on knowing that `test` came out as `truth`."""
    pending = [(test, truth)]
    while pending:
        node, wanted = pending.pop()
        match node:
            case cst.UnaryOperation(operator=cst.Not(), expression=inner):
                pending.append((inner, not wanted))
            case cst.BooleanOperation(left=left, operator=operator, right=right):
                if isinstance(operator, cst.And) == wanted:
                    pending += [(left, wanted), (right, wanted)]
            case _:
                name = _shown(walk, node, wanted)
                if name is not None:
                    walk.state.present.add(name)


def _shown(walk: Walk, node: cst.BaseExpression, truth: bool) -> str | None:
    """The artifact that exists when `node` came out as `truth`."""
    match node:
        case cst.Call(func=cst.Name(value="hasattr"), args=[owner, attr]) if truth:
            return text_of(attr.value) if _is_self(walk, owner.value) else None
        case cst.Call() if truth:
            return _defaulted(walk, node)
        case cst.Comparison(
            left=left, comparisons=[cst.ComparisonTarget(operator=operator, comparator=right)]
        ):
            return _compared(walk, left, operator, right, truth)
        case _:
            return None


def _compared(
    walk: Walk,
    left: cst.BaseExpression,
    operator: cst.BaseCompOp,
    right: cst.BaseExpression,
    truth: bool,
) -> str | None:
    if isinstance(operator, cst.In if truth else cst.NotIn):
        return text_of(left) if _lists_self(walk, right) else None
    if isinstance(operator, cst.IsNot if truth else cst.Is) and scalar(right) == "None":
        return _defaulted(walk, left)
    return None


def _defaulted(walk: Walk, node: cst.BaseExpression) -> str | None:
    """The artifact of `getattr(self, "x", None)`."""
    match node:
        case cst.Call(func=cst.Name(value="getattr"), args=[owner, attr, default]):
            if _is_self(walk, owner.value) and scalar(default.value) in _FALSY:
                return text_of(attr.value)
        case cst.NamedExpr(value=value):
            return _defaulted(walk, value)
        case _:
            pass
    return None


def _lists_self(walk: Walk, node: cst.BaseExpression) -> bool:
    match node:
        case cst.Call(func=cst.Name(value="dir" | "vars"), args=[only]):
            return _is_self(walk, only.value)
        case _:
            return False


def _is_self(walk: Walk, node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and walk.state.names.get(node.value) == SELF


def always(node: cst.BaseExpression) -> bool | None:
    """The truth of a constant condition, None for any other."""
    text = scalar(node)
    if text is None:
        return None
    return text not in _FALSY
