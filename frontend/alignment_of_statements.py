"""Which inner nodes of a statement are the same in both trees."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from flowc.frontend.alignment import Pairs, Rule
from flowc.frontend.alignment_of_expressions import annotation, arguments, parameters


def _block(body: Sequence[cst.CSTNode], statements: Sequence[ast.stmt], to: Pairs) -> None:
    """`a; b` is one line in libcst and two statements in `ast`."""
    rest = iter(statements)
    for item in body:
        if isinstance(item, cst.SimpleStatementLine):
            inner = [next(rest) for _ in item.body]
            to.put(item, _across(inner))
            for small, statement in zip(item.body, inner, strict=True):
                to.pair(small, statement)
        else:
            to.pair(item, next(rest))


def _across(nodes: Sequence[ast.stmt | ast.expr]) -> ast.AST:
    first, last = nodes[0], nodes[-1]
    if first is last:
        return first
    return ast.Expr(
        value=ast.Constant(value=None),
        lineno=first.lineno,
        col_offset=first.col_offset,
        end_lineno=last.end_lineno,
        end_col_offset=last.end_col_offset,
    )


def _suite(node: cst.BaseSuite, statements: Sequence[ast.stmt], to: Pairs) -> None:
    to.put(node, _across(statements))
    if isinstance(node, cst.SimpleStatementSuite):
        for small, statement in zip(node.body, statements, strict=True):
            to.pair(small, statement)
    else:
        _block(node.body, statements, to)


def _module(node: cst.Module, partner: ast.Module, to: Pairs) -> None:
    _block(node.body, partner.body, to)


def _value(node: Any, partner: Any, to: Pairs) -> None:
    if node.value is not None and partner.value is not None:
        to.pair(node.value, partner.value)


def _assign(node: cst.Assign, partner: ast.Assign, to: Pairs) -> None:
    for target, item in zip(node.targets, partner.targets, strict=True):
        to.put(target, item)
        to.pair(target.target, item)
    to.pair(node.value, partner.value)


def _annotated(node: cst.AnnAssign, partner: ast.AnnAssign, to: Pairs) -> None:
    to.pair(node.target, partner.target)
    annotation(node.annotation, partner.annotation, to)
    _value(node, partner, to)


def _augmented(node: cst.AugAssign, partner: ast.AugAssign, to: Pairs) -> None:
    to.pair(node.target, partner.target)
    to.pair(node.value, partner.value)


def _del(node: cst.Del, partner: ast.Delete, to: Pairs) -> None:
    if isinstance(node.target, cst.Tuple) and not node.target.lpar:
        to.put(node.target, _across(partner.targets))
        for element, item in zip(node.target.elements, partner.targets, strict=True):
            to.put(element, item)
            to.pair(element.value, item)
    else:
        to.pair(node.target, partner.targets[0])


def _raise(node: cst.Raise, partner: ast.Raise, to: Pairs) -> None:
    if node.exc is not None and partner.exc is not None:
        to.pair(node.exc, partner.exc)
    if node.cause is not None and partner.cause is not None:
        to.put(node.cause, partner.cause)
        to.pair(node.cause.item, partner.cause)


def _assert(node: cst.Assert, partner: ast.Assert, to: Pairs) -> None:
    to.pair(node.test, partner.test)
    if node.msg is not None and partner.msg is not None:
        to.pair(node.msg, partner.msg)


def _import(node: cst.Import | cst.ImportFrom, partner: ast.Import | ast.ImportFrom, to: Pairs) -> None:
    if isinstance(node, cst.ImportFrom) and node.module is not None:
        to.put(node.module, partner, "imported module")
    if isinstance(node.names, cst.ImportStar):
        to.put(node.names, partner.names[0])
        return
    for alias, item in zip(node.names, partner.names, strict=True):
        to.put(alias, item)
        to.put(alias.name, item, "head")
        if alias.asname is not None:
            to.put(alias.asname.name, item, "tail")


def _if(node: cst.If, partner: ast.If, to: Pairs) -> None:
    to.pair(node.test, partner.test)
    _suite(node.body, partner.body, to)
    if isinstance(node.orelse, cst.If):
        to.pair(node.orelse, partner.orelse[0])
    elif node.orelse is not None:
        _suite(node.orelse.body, partner.orelse, to)


def _for(node: cst.For, partner: ast.For | ast.AsyncFor, to: Pairs) -> None:
    to.pair(node.target, partner.target)
    to.pair(node.iter, partner.iter)
    _suite(node.body, partner.body, to)
    if node.orelse is not None:
        _suite(node.orelse.body, partner.orelse, to)


def _while(node: cst.While, partner: ast.While, to: Pairs) -> None:
    to.pair(node.test, partner.test)
    _suite(node.body, partner.body, to)
    if node.orelse is not None:
        _suite(node.orelse.body, partner.orelse, to)


def _with(node: cst.With, partner: ast.With | ast.AsyncWith, to: Pairs) -> None:
    for item, other in zip(node.items, partner.items, strict=True):
        to.put(item, other.context_expr)
        to.pair(item.item, other.context_expr)
        if item.asname is not None and other.optional_vars is not None:
            to.pair(item.asname.name, other.optional_vars)
    _suite(node.body, partner.body, to)


def _try(node: Any, partner: ast.Try, to: Pairs) -> None:
    _suite(node.body, partner.body, to)
    for handler, other in zip(node.handlers, partner.handlers, strict=True):
        to.put(handler, other)
        if handler.type is not None and other.type is not None:
            to.pair(handler.type, other.type)
        _suite(handler.body, other.body, to)
    if node.orelse is not None:
        _suite(node.orelse.body, partner.orelse, to)
    if node.finalbody is not None:
        _suite(node.finalbody.body, partner.finalbody, to)


def _decorators(node: Any, partner: Any, to: Pairs) -> None:
    for decorator, expression in zip(node.decorators, partner.decorator_list, strict=True):
        to.put(decorator, expression, "decorator")
        to.pair(decorator.decorator, expression)


def _function(node: cst.FunctionDef, partner: ast.FunctionDef, to: Pairs) -> None:
    _decorators(node, partner, to)
    to.put(node.name, partner, "defined name")
    to.put(node.params, partner, "defined name")
    parameters(node.params, partner.args, to)
    if node.returns is not None and partner.returns is not None:
        annotation(node.returns, partner.returns, to)
    _suite(node.body, partner.body, to)


def _class(node: cst.ClassDef, partner: ast.ClassDef, to: Pairs) -> None:
    _decorators(node, partner, to)
    to.put(node.name, partner, "defined name")
    bases = [*node.bases, *node.keywords]
    arguments(bases, partner.bases, partner.keywords, to)
    _suite(node.body, partner.body, to)


def _match(node: cst.Match, partner: ast.Match, to: Pairs) -> None:
    to.pair(node.subject, partner.subject)
    for case, other in zip(node.cases, partner.cases, strict=True):
        to.put(case, other.pattern)
        to.put(case.pattern, other.pattern)
        if case.guard is not None and other.guard is not None:
            to.pair(case.guard, other.guard)
        _suite(case.body, other.body, to)


def _type_alias(node: cst.TypeAlias, partner: Any, to: Pairs) -> None:
    to.pair(node.name, partner.name)
    to.pair(node.value, partner.value)


STATEMENTS: Mapping[type[cst.CSTNode], Rule] = {
    cst.AnnAssign: _annotated,
    cst.Assert: _assert,
    cst.Assign: _assign,
    cst.AugAssign: _augmented,
    cst.ClassDef: _class,
    cst.Del: _del,
    cst.Expr: _value,
    cst.For: _for,
    cst.FunctionDef: _function,
    cst.If: _if,
    cst.Import: _import,
    cst.ImportFrom: _import,
    cst.Match: _match,
    cst.Module: _module,
    cst.Raise: _raise,
    cst.Return: _value,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.TypeAlias: _type_alias,
    cst.While: _while,
    cst.With: _with,
}
