"""Which inner nodes of an expression are the same in both trees."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import libcst as cst

from flowc.frontend.alignment import Pairs, Rule


def _attribute(node: cst.Attribute, partner: ast.Attribute, to: Pairs) -> None:
    to.put(node.attr, partner, "tail")
    to.pair(node.value, partner.value)


def _call(node: cst.Call, partner: ast.Call, to: Pairs) -> None:
    to.pair(node.func, partner.func)
    arguments(node.args, partner.args, partner.keywords, to)


def arguments(args: Any, positional: list[ast.expr], keywords: list[ast.keyword], to: Pairs) -> None:
    """The arguments of a call or the bases of a class: `ast` keeps those with a keyword apart."""
    rest, named = iter(positional), iter(keywords)
    for arg in args:
        if arg.keyword is not None or arg.star == "**":
            keyword = next(named)
            to.put(arg, keyword)
            to.pair(arg.value, keyword.value)
            if arg.keyword is not None:
                to.put(arg.keyword, keyword, "head")
            continue
        value = next(rest)
        to.pair(arg.value, value.value if isinstance(value, ast.Starred) and arg.star else value)
        if isinstance(value, ast.GeneratorExp) and not arg.value.lpar:
            to.kinds[arg] = "bare generator"
        to.partner[arg] = value


def _binary(node: cst.BinaryOperation, partner: ast.BinOp, to: Pairs) -> None:
    to.pair(node.left, partner.left)
    to.pair(node.right, partner.right)


def _boolean(node: cst.BooleanOperation, partner: ast.BoolOp, to: Pairs) -> None:
    """`a and b and c` is one node in `ast`, two in libcst."""
    values = list(partner.values)
    current: cst.BaseExpression = node
    while len(values) > 2:
        assert isinstance(current, cst.BooleanOperation)
        to.pair(current.right, values.pop())
        current = current.left
        to.partner[current] = ast.BoolOp(op=partner.op, values=values, **_around(values[0], values[-1]))
    assert isinstance(current, cst.BooleanOperation)
    to.pair(current.right, values[1])
    to.pair(current.left, values[0])


def _around(first: ast.expr, last: ast.expr) -> dict[str, Any]:
    return {
        "lineno": first.lineno,
        "col_offset": first.col_offset,
        "end_lineno": last.end_lineno,
        "end_col_offset": last.end_col_offset,
    }


def _unary(node: cst.UnaryOperation, partner: ast.UnaryOp, to: Pairs) -> None:
    to.pair(node.expression, partner.operand)


def _comparison(node: cst.Comparison, partner: ast.Compare, to: Pairs) -> None:
    to.pair(node.left, partner.left)
    for target, comparator in zip(node.comparisons, partner.comparators, strict=True):
        to.put(target, comparator)
        to.pair(target.comparator, comparator)


def _conditional(node: cst.IfExp, partner: ast.IfExp, to: Pairs) -> None:
    to.pair(node.test, partner.test)
    to.pair(node.body, partner.body)
    to.pair(node.orelse, partner.orelse)


def _lambda(node: cst.Lambda, partner: ast.Lambda, to: Pairs) -> None:
    parameters(node.params, partner.args, to)
    to.pair(node.body, partner.body)


def parameters(node: cst.Parameters, partner: ast.arguments, to: Pairs) -> None:
    """The parameters of a function, with their defaults and annotations."""
    plain = [*node.posonly_params, *node.params]
    args = [*partner.posonlyargs, *partner.args]
    defaults: list[ast.expr | None] = [None] * (len(args) - len(partner.defaults))
    for param, arg, default in zip(plain, args, [*defaults, *partner.defaults], strict=True):
        _parameter(param, arg, default, to)
    for param, arg, default in zip(node.kwonly_params, partner.kwonlyargs, partner.kw_defaults, strict=True):
        _parameter(param, arg, default, to)
    if isinstance(node.star_arg, cst.Param) and partner.vararg is not None:
        _parameter(node.star_arg, partner.vararg, None, to)
    if node.star_kwarg is not None and partner.kwarg is not None:
        _parameter(node.star_kwarg, partner.kwarg, None, to)


def _parameter(param: cst.Param, arg: ast.arg, default: ast.expr | None, to: Pairs) -> None:
    to.put(param, arg)
    to.put(param.name, arg, "head")
    if param.annotation is not None and arg.annotation is not None:
        annotation(param.annotation, arg.annotation, to)
    if param.default is not None and default is not None:
        to.pair(param.default, default)


def annotation(node: cst.Annotation, partner: ast.expr, to: Pairs) -> None:
    """`: type` or `-> type`; a starred one is a bare `*args: *Ts`."""
    to.put(node, partner)
    inner = node.annotation
    to.pair(inner, partner)


def _elements(node: Any, partner: Any, to: Pairs) -> None:
    for element, item in zip(node.elements, partner.elts, strict=True):
        to.put(element, item)
        if isinstance(element, cst.StarredElement):
            assert isinstance(item, ast.Starred)
            to.pair(element.value, item.value)
        else:
            to.pair(element.value, item)


def _dict(node: cst.Dict, partner: ast.Dict, to: Pairs) -> None:
    for element, key, value in zip(node.elements, partner.keys, partner.values, strict=True):
        if isinstance(element, cst.DictElement) and key is not None:
            to.put(element, ast.Expr(value=value, **_around(key, value)))
            to.pair(element.key, key)
        else:
            to.put(element, value)
        to.pair(element.value, value)


def _comprehension(node: Any, partner: Any, to: Pairs) -> None:
    if isinstance(node, cst.DictComp):
        to.pair(node.key, partner.key)
        to.pair(node.value, partner.value)
    else:
        to.pair(node.elt, partner.elt)
    if isinstance(node, cst.GeneratorExp) and not node.lpar:
        to.kinds[node] = "bare generator"
    clause: cst.CompFor | None = node.for_in
    for generator in partner.generators:
        assert clause is not None
        to.put(clause, ast.Expr(value=generator.iter, **_around(generator.target, generator.iter)))
        to.pair(clause.target, generator.target)
        to.pair(clause.iter, generator.iter)
        for condition, test in zip(clause.ifs, generator.ifs, strict=True):
            to.put(condition, test)
            to.pair(condition.test, test)
        clause = clause.inner_for_in


def _subscript(node: cst.Subscript, partner: ast.Subscript, to: Pairs) -> None:
    to.pair(node.value, partner.value)
    alone = len(node.slice) == 1 and not isinstance(node.slice[0].comma, cst.Comma)
    first = node.slice[0].slice
    if alone and not (isinstance(first, cst.Index) and first.star):
        items: list[Any] = [partner.slice]
    else:
        items = list(partner.slice.elts)  # type: ignore[attr-defined]
    for element, item in zip(node.slice, items, strict=True):
        to.put(element, item)
        to.pair(element.slice, item)


def _index(node: cst.Index, partner: ast.expr, to: Pairs) -> None:
    starred = node.star and isinstance(partner, ast.Starred)
    to.pair(node.value, partner.value if starred and isinstance(partner, ast.Starred) else partner)


def _slice(node: cst.Slice, partner: ast.Slice, to: Pairs) -> None:
    for inner, item in ((node.lower, partner.lower), (node.upper, partner.upper), (node.step, partner.step)):
        if inner is not None and item is not None:
            to.pair(inner, item)


def _yield(node: cst.Yield, partner: Any, to: Pairs) -> None:
    if isinstance(node.value, cst.From):
        to.put(node.value, partner)
        to.pair(node.value.item, partner.value)
    elif node.value is not None:
        to.pair(node.value, partner.value)


def _await(node: cst.Await, partner: ast.Await, to: Pairs) -> None:
    to.pair(node.expression, partner.value)


def _named(node: cst.NamedExpr, partner: ast.NamedExpr, to: Pairs) -> None:
    to.pair(node.target, partner.target)
    to.pair(node.value, partner.value)


def _string(node: cst.CSTNode, partner: ast.AST, to: Pairs) -> None:
    """The inside of an f-string is entered on demand."""
    if isinstance(partner, ast.JoinedStr):
        to.strings.append(node)


EXPRESSIONS: Mapping[type[cst.CSTNode], Rule] = {
    cst.Attribute: _attribute,
    cst.Await: _await,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.Call: _call,
    cst.Comparison: _comparison,
    cst.ConcatenatedString: _string,
    cst.Dict: _dict,
    cst.DictComp: _comprehension,
    cst.FormattedString: _string,
    cst.GeneratorExp: _comprehension,
    cst.IfExp: _conditional,
    cst.Index: _index,
    cst.Lambda: _lambda,
    cst.List: _elements,
    cst.ListComp: _comprehension,
    cst.NamedExpr: _named,
    cst.Set: _elements,
    cst.SetComp: _comprehension,
    cst.Slice: _slice,
    cst.Subscript: _subscript,
    cst.Tuple: _elements,
    cst.UnaryOperation: _unary,
    cst.Yield: _yield,
}
