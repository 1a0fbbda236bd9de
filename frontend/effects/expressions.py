"""Expressions, in the order in which Python evaluates them."""

from __future__ import annotations

from collections.abc import Sequence as Elements

import libcst as cst

from flowc.frontend.effects import access
from flowc.frontend.effects.guards import assume
from flowc.frontend.effects.literals import scalar
from flowc.frontend.effects.names import FLOW_API, is_artifact, is_magic
from flowc.frontend.effects.values import (
    ANY_ITEM,
    SELF,
    Inputs,
    Item,
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


def attribute(walk: Walk, node: cst.Attribute) -> Value | None:
    """`base.attr`."""
    base = _base(walk, node)
    match base:
        case Inputs():
            return _input_by_name(walk, node)
        case Item():
            _read_item(walk, base, node)
        case _ if base == SELF:
            return _flow_attribute(walk, node)
        case Local():
            walk.escape(base)
        case _:
            pass
    return None


def _base(walk: Walk, node: cst.Attribute) -> Value | None:
    """The value before the dot; `inputs.a` in `inputs.a.x` and `inputs[0]` in `inputs[0].x` are not noted alone."""
    match node.value:
        case cst.Attribute(value=cst.Name(value=local), attr=attr) if _is_inputs(walk, local):
            return Many(ANY_ITEM) if attr.value == "flows" else Item(step=attr.value)
        case cst.Subscript(value=cst.Name(value=local)) as inner if _is_inputs(walk, local):
            return subscript_of(walk, Inputs(), inner)
        case inner:
            return walk.evaluate(inner)


def _is_inputs(walk: Walk, local: str) -> bool:
    return isinstance(walk.state.names.get(local), Inputs)


def _is_private(attr: str) -> bool:
    return attr == "flows" or attr.startswith("__")


def _input_by_name(walk: Walk, node: cst.Attribute) -> Value | None:
    attr = node.attr.value
    if attr == "flows":
        return Many(ANY_ITEM)
    if _is_private(attr):
        return None
    walk.record.read_input(attr, None, None, walk.certain, walk.source.span(node))
    return Item(step=attr)


def _read_item(walk: Walk, item: Item, node: cst.Attribute) -> None:
    attr = node.attr.value
    if is_artifact(attr):
        walk.record.read_input(item.step, item.index, attr, walk.certain, walk.source.span(node))


def _flow_attribute(walk: Walk, node: cst.Attribute) -> Value | None:
    attr = node.attr.value
    if is_magic(attr):
        walk.opaque(f"`self.{attr}` gives access to every artifact")
    elif not attribute_of_flow(walk, attr):
        access.read(walk, attr, node)
    return None


def attribute_of_flow(walk: Walk, attr: str) -> bool:
    """Whether `self.attr` is a member of the class; a property runs, a method may be called later."""
    from flowc.frontend.effects.functions import touch_member

    if attr in FLOW_API:
        return True
    found = walk.resolve.method(attr)
    if found is None:
        return False
    touch_member(walk, found)
    return True


def subscript(walk: Walk, node: cst.Subscript) -> Value | None:
    """`base[index]`."""
    value = subscript_of(walk, walk.evaluate(node.value), node)
    walk.risky = True
    if isinstance(value, Item) and value.index is not None:
        walk.record.read_input(None, value.index, None, walk.certain, walk.source.span(node))
    return value


def subscript_of(walk: Walk, base: Value | None, node: cst.Subscript) -> Value | None:
    """The element that a subscript takes, its index walked."""
    index: str | None = None
    sliced = False
    for element in node.slice:
        if isinstance(element.slice, cst.Index):
            walk.use(element.slice.value)
            index = scalar(element.slice.value)
        else:
            sliced = True
            _walk_slice(walk, element.slice)
    number = int(index) if index is not None and index.lstrip("-").isdigit() else None
    match base:
        case Inputs() if not sliced:
            return Item(index=number)
        case Inputs():
            return Many(ANY_ITEM)
        case Many(element=one) if not sliced:
            return one
        case Sequence(elements=elements) if number is not None and -len(elements) <= number < len(elements):
            return elements[number]
        case Many():
            return base
        case _:
            return None


def _walk_slice(walk: Walk, node: cst.BaseSlice) -> None:
    if isinstance(node, cst.Slice):
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                walk.use(part)


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
