"""Expressions, in the order in which Python evaluates them."""

from __future__ import annotations

from collections.abc import Sequence as Elements

import libcst as cst

from flowc.frontend.effects.guards import assume
from flowc.frontend.effects.literals import scalar
from flowc.frontend.effects.values import (
    ANY_ITEM,
    SELF,
    Inputs,
    Literals,
    Local,
    Many,
    Sequence,
    Value,
    join_values,
)
from flowc.frontend.effects.walk import Walk

_MAY_FAIL = (cst.Divide, cst.FloorDivide, cst.Modulo, cst.MatrixMultiply)


def name(walk: Walk, node: cst.Name) -> Value | None:
    """A local name."""
    return walk.state.names.get(node.value)


def binary(walk: Walk, node: cst.BinaryOperation) -> Value | None:
    """`a + b`: the left spine of a long sum is walked by a loop."""
    rights: list[cst.BaseExpression] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BinaryOperation):
        rights.append(left.right)
        left = left.left
    first = walk.evaluate(left)
    for right in reversed(rights):
        second = walk.evaluate(right)
        walk.risky = walk.risky or isinstance(node.operator, _MAY_FAIL)
        first = Many(ANY_ITEM) if Many(ANY_ITEM) in (first, second) else None
    return first


def boolean(walk: Walk, node: cst.BooleanOperation) -> Value | None:
    """`a and b`, `a or b`: all but the first operand may never be evaluated."""
    operands: list[cst.BaseExpression] = []
    tests: list[tuple[cst.BaseExpression, bool]] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BooleanOperation):
        operands.append(left.right)
        tests.append((left.left, isinstance(left.operator, cst.And)))
        left = left.left
    values = [walk.evaluate(left)]
    states = []
    for right, (test, truth) in zip(reversed(operands), reversed(tests), strict=True):
        states.append(walk.state.copy())
        walk.maybe += 1
        assume(walk, test, truth)
        values.append(walk.evaluate(right))
    walk.maybe -= len(operands)
    walk.meet([walk.state, *states])
    for value in values:
        if value == SELF:
            walk.escape(value)
    return None


def unary(walk: Walk, node: cst.UnaryOperation) -> Value | None:
    """`not a`, `-a`."""
    walk.evaluate(node.expression)
    return None


def comparison(walk: Walk, node: cst.Comparison) -> Value | None:
    """`a < b <= c`."""
    walk.evaluate(node.left)
    for part in node.comparisons:
        walk.evaluate(part.comparator)
    return None


def ternary(walk: Walk, node: cst.IfExp) -> Value | None:
    """`a if test else b`."""
    walk.evaluate(node.test)
    before = walk.state.copy()
    walk.maybe += 1
    assume(walk, node.test, True)
    one = walk.evaluate(node.body)
    after, walk.state = walk.state, before
    assume(walk, node.test, False)
    other = walk.evaluate(node.orelse)
    walk.maybe -= 1
    walk.meet([after, walk.state])
    if one != other:
        for value in (one, other):
            walk.escape(value if value == SELF else None)
    return join_values(one, other)


def sequence(walk: Walk, node: cst.Tuple | cst.List | cst.Set) -> Value | None:
    """A tuple, list or set written out."""
    return _sequence(walk, node.elements)


def _sequence(walk: Walk, elements: Elements[cst.BaseElement]) -> Value | None:
    values: list[Value | None] = []
    starred = False
    for element in elements:
        value = walk.evaluate(element.value)
        starred = starred or isinstance(element, cst.StarredElement)
        if value is None and isinstance(element, cst.Element):
            text = scalar(element.value)
            value = None if text is None else Literals((text,))
        values.append(value)
    if starred:
        return Many(ANY_ITEM) if any(value in (Inputs(), Many(ANY_ITEM)) for value in values) else None
    return Sequence(tuple(values)) if any(values) else None


def dictionary(walk: Walk, node: cst.Dict) -> Value | None:
    """A dict written out: what matters are its values."""
    values: list[Value | None] = []
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            walk.use(element.key)
            values.append(walk.evaluate(element.value))
        else:
            walk.use(element.value)
    return Sequence(tuple(values)) if any(values) else None


def walrus(walk: Walk, node: cst.NamedExpr) -> Value | None:
    """`name := value`."""
    value = walk.evaluate(node.value)
    if isinstance(node.target, cst.Name):
        walk.bind(node.target.value, value)
    return value


def function(walk: Walk, node: cst.Lambda) -> Value | None:
    """A lambda: walked where it is called or handed on."""
    return Local(node, walk.source)


def formatted(walk: Walk, node: cst.FormattedString) -> Value | None:
    """An f-string."""
    for part in node.parts:
        if isinstance(part, cst.FormattedStringExpression):
            walk.evaluate(part.expression)
            for inner in part.format_spec or ():
                if isinstance(inner, cst.FormattedStringExpression):
                    walk.evaluate(inner.expression)
    return None


def concatenated(walk: Walk, node: cst.ConcatenatedString) -> Value | None:
    """Strings written side by side: nested to the right, walked by a loop."""
    right: cst.BaseExpression = node
    while isinstance(right, cst.ConcatenatedString):
        walk.evaluate(right.left)
        right = right.right
    return walk.evaluate(right)


def awaited(walk: Walk, node: cst.Await) -> Value | None:
    """`await a`."""
    value = walk.evaluate(node.expression)
    walk.risky = True
    return value


def yielded(walk: Walk, node: cst.Yield) -> Value | None:
    """`yield a`, `yield from a`."""
    match node.value:
        case cst.From(item=item):
            walk.use(item)
        case cst.BaseExpression() as inner:
            walk.use(inner)
        case _:
            pass
    return None
