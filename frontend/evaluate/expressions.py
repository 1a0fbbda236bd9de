"""Every kind of expression that is computed, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import libcst as cst

from flowc.frontend.evaluate import calls, comprehensions, names, strings
from flowc.frontend.evaluate.environment import is_variable, variable
from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.limits import MAX_BITS, items_of
from flowc.frontend.evaluate.operators import BINARY, COMPARISON, not_a_function
from flowc.frontend.evaluate.rooted import is_marked, unmarked
from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.evaluate.values import Keyed, Lazy

Rule = Callable[[Evaluator, Any], object]


def _number(at: Evaluator, node: cst.Integer | cst.Float) -> object:
    if len(node.value) > MAX_BITS // 4:
        raise at.stop("it is a number of more than a thousand digits", node)
    return at.checked(node.evaluated_value)


def _binary(at: Evaluator, node: cst.BinaryOperation) -> object:
    operator = BINARY.get(type(node.operator))
    if operator is None:
        raise at.stop("flowc does not compute this operator", node)
    left, right = at.value(node.left), at.value(node.right)
    not_a_function(left, right)
    return at.checked(operator(left, right))


def _unary(at: Evaluator, node: cst.UnaryOperation) -> object:
    value = at.value(node.expression)
    match node.operator:
        case cst.Not():
            return not value
        case cst.Minus():
            return -value
        case cst.Plus():
            return +value
        case _:
            return ~value if not isinstance(value, bool) else ~int(value)


def _boolean(at: Evaluator, node: cst.BooleanOperation) -> object:
    left = at.value(node.left)
    decided = not left if isinstance(node.operator, cst.And) else bool(left)
    return left if decided else at.value(node.right)


def _comparison(at: Evaluator, node: cst.Comparison) -> object:
    left = at.value(node.left)
    outcome: object = True
    for target in node.comparisons:
        right = at.value(target.comparator)
        not_a_function(left, right)
        outcome = COMPARISON[type(target.operator)](left, right)
        if not outcome:
            return outcome
        left = right
    return outcome


def _conditional(at: Evaluator, node: cst.IfExp) -> object:
    return at.value(node.body if at.value(node.test) else node.orelse)


def elements(at: Evaluator, nodes: Iterable[cst.BaseElement]) -> list[object]:
    """The values of the elements of a display, `*` ones unpacked."""
    found: list[object] = []
    for element in nodes:
        if isinstance(element, cst.StarredElement):
            found.extend(items_of(at.value(element.value)))
        else:
            found.append(at.value(element.value))
    return found


def _list(at: Evaluator, node: cst.List) -> object:
    return at.checked(elements(at, node.elements))


def _tuple(at: Evaluator, node: cst.Tuple) -> object:
    return at.checked(tuple(elements(at, node.elements)))


def _set(at: Evaluator, node: cst.Set) -> object:
    items = elements(at, node.elements)
    unmarked(items)
    return at.checked(set(items))


def _dict(at: Evaluator, node: cst.Dict) -> object:
    found: dict[object, object] = {}
    for element in node.elements:
        if isinstance(element, cst.StarredDictElement):
            other = at.value(element.value)
            if not isinstance(other, dict):
                raise at.stop("it unpacks something that is not a dictionary", element.value)
            found.update(other)
        elif isinstance(element, cst.DictElement):
            key = at.value(element.key)
            found[key] = at.value(element.value)
    return at.checked(found)


def _subscript(at: Evaluator, node: cst.Subscript) -> object:
    if is_variable(at, node):
        return variable(at, node)
    value = at.value(node.value)
    keys = [_key(at, element.slice) for element in node.slice]
    alone = len(keys) == 1 and not isinstance(node.slice[0].comma, cst.Comma)
    key = keys[0] if alone else tuple(keys)
    if isinstance(value, (Lazy, set, frozenset)):
        raise at.stop(f"a value of type `{type(value).__name__.lower()}` has no items by number", node)
    if is_marked(value):
        _keep_root(key)
    unmarked(key if not isinstance(key, slice) else None)
    found = value[key]
    return Keyed.wrap(found) if isinstance(value, Keyed) else found


def _keep_root(key: object) -> None:
    """Of a path below the flow's folder only the end can be cut off."""
    is_end = isinstance(key, slice) and key.start is None and key.step is None and isinstance(key.stop, int)
    if not (is_end and isinstance(key, slice) and key.stop < 0):
        raise CannotKnow("it depends on where the flow file lies")


def _key(at: Evaluator, node: cst.BaseSlice) -> object:
    if isinstance(node, cst.Index):
        if node.star:
            raise at.stop("it unpacks a value inside an index", node.value)
        return at.value(node.value)
    assert isinstance(node, cst.Slice)
    bounds = (node.lower, node.upper, node.step)
    return slice(*(at.value(bound) if bound is not None else None for bound in bounds))


EXPRESSIONS: Mapping[type[cst.CSTNode], Rule] = {
    cst.Attribute: names.attribute,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.Call: calls.call,
    cst.Comparison: _comparison,
    cst.ConcatenatedString: strings.concatenated,
    cst.Dict: _dict,
    cst.DictComp: comprehensions.dict_comprehension,
    cst.Float: _number,
    cst.FormattedString: strings.interpolated,
    cst.GeneratorExp: comprehensions.generator,
    cst.IfExp: _conditional,
    cst.Integer: _number,
    cst.List: _list,
    cst.ListComp: comprehensions.list_comprehension,
    cst.Name: names.name,
    cst.Set: _set,
    cst.SetComp: comprehensions.set_comprehension,
    cst.SimpleString: strings.simple,
    cst.Subscript: _subscript,
    cst.Tuple: _tuple,
    cst.UnaryOperation: _unary,
}
