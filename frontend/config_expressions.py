"""`config_expr("settings.train.rate")`: values of Configs, written as text.

The text is an expression over the Configs and the names of the module, evaluated like any other.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping, Sequence

import libcst as cst

from flowc.frontend.evaluate import Known, Result, Unknown, evaluate
from flowc.frontend.parse_guard import guard
from flowc.frontend.scope import Scope, dsl_name
from flowc.frontend.source import Source


def mentions_config_expr(expression: cst.BaseExpression, scope: Scope) -> bool:
    """Whether `config_expr` may occur anywhere in an expression."""
    return "config_expr" in scope.source.text and "config_expr" in scope.source.code(expression)


def evaluate_with_configs(
    expression: cst.BaseExpression,
    scope: Scope,
    attributes: Mapping[str, object],
    names: Mapping[str, object],
) -> Result:
    """The value of an expression with calls of `config_expr`, also inside dicts, lists and tuples.

    `attributes` are the Configs by the names the class gives them, `names` by their own names.
    """
    match expression:
        case cst.Call() | cst.Attribute() | cst.Subscript():
            found = _chain(expression, scope, names)
            return evaluate(expression, scope, attributes) if found is None else found
        case cst.List(elements=elements) | cst.Tuple(elements=elements):
            items = [
                evaluate_with_configs(element.value, scope, attributes, names)
                for element in elements
                if not isinstance(element, cst.StarredElement)
            ]
            if len(items) == len(elements):
                return _listed(items, isinstance(expression, cst.Tuple))
        case cst.Dict(elements=elements):
            pairs = [
                (
                    evaluate(element.key, scope, attributes),
                    evaluate_with_configs(element.value, scope, attributes, names),
                )
                for element in elements
                if isinstance(element, cst.DictElement)
            ]
            if len(pairs) == len(elements):
                return _dict(pairs) or _unknown(
                    expression, scope, "one of its keys cannot be the key of a dict"
                )
    return evaluate(expression, scope, attributes)


def _listed(items: Sequence[Result], is_tuple: bool) -> Result:
    unknown = next((item for item in items if isinstance(item, Unknown)), None)
    if unknown is not None:
        return unknown
    values = [item.value for item in items if isinstance(item, Known)]
    return Known(value=tuple(values) if is_tuple else values)


def _dict(pairs: Sequence[tuple[Result, Result]]) -> Result | None:
    """The dict of known pairs, the first thing that is not known, or None when a key cannot be one."""
    known: dict[object, object] = {}
    for key, value in pairs:
        if isinstance(key, Unknown):
            return key
        if isinstance(value, Unknown):
            return value
        try:
            known[key.value] = value.value
        except TypeError:
            return None
    return Known(value=known)


def _chain(expression: cst.BaseExpression, scope: Scope, names: Mapping[str, object]) -> Result | None:
    """`config_expr("...").key["key"]`; None when the expression is something else."""
    keys: list[object] = []
    node = expression
    while isinstance(node, cst.Attribute | cst.Subscript):
        if isinstance(node, cst.Attribute):
            keys.append(node.attr.value)
        else:
            keys.append(_subscript(node, scope))
        node = node.value
    match node:
        case cst.Call(
            func=func, args=[cst.Arg(value=cst.SimpleString() | cst.ConcatenatedString() as text)]
        ) if dsl_name(func, scope) == "config_expr":
            found = _written(str(text.evaluated_value), expression, scope, names)
            return _entries(found, keys, expression, scope) if isinstance(found, Known) else found
    return None


def _written(text: str, expression: cst.BaseExpression, scope: Scope, names: Mapping[str, object]) -> Result:
    """The value of the text of a `config_expr`: Configs come first, then what the module calls by that name."""
    tree = guard(text.strip().encode(), scope.source.file, sys.version_info[:2]).tree
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return _unknown(expression, scope, "its text is not one Python expression")
    of = scope.source
    inner = Source(
        file=of.file, path=of.path, name=of.name, text=text.strip(), tree=tree, is_entry=of.is_entry
    )
    match inner.module.body:
        case [cst.SimpleStatementLine(body=[cst.Expr(value=value)])]:
            found = evaluate(value, Scope(inner, scope.modules, (), parent=scope.module_scope), names)
            return found if isinstance(found, Known) else _unknown(expression, scope, found.reason)
    return _unknown(expression, scope, "its text is not one Python expression")


def _entries(found: Known, keys: Sequence[object], expression: cst.BaseExpression, scope: Scope) -> Result:
    """What `.key["key"]` behind the call takes out of its value."""
    value: object = found.value
    try:
        for key in reversed(keys):
            value = _entry(value, key)
    except (LookupError, TypeError):
        return _unknown(expression, scope, "it is neither a Config of this flow nor an entry of one")
    return Known(value=value)


def _unknown(expression: cst.BaseExpression, scope: Scope, reason: str) -> Unknown:
    return Unknown(
        reason=reason,
        span=scope.source.span(expression),
        text=scope.source.code(expression),
    )


def _subscript(node: cst.Subscript, scope: Scope) -> object:
    match node.slice:
        case [cst.SubscriptElement(slice=cst.Index(value=index))]:
            result = evaluate(index, scope)
            return result.value if isinstance(result, Known) else None
    return None


def _entry(value: object, key: object) -> object:
    if isinstance(value, Mapping):
        return value[key]
    if isinstance(value, list | tuple) and isinstance(key, int):
        return value[key]
    raise LookupError(key)
