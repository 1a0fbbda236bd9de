"""Calls of the user's own functions, as far as they only compute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import libcst as cst

from flowc.frontend.evaluate.assignment import assign
from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.limits import MAX_CALLS, items_of
from flowc.frontend.evaluate.operators import AUGMENTED
from flowc.frontend.evaluate.values import UserFunction
from flowc.frontend.scope import Scope

_Return: TypeAlias = tuple[object]
"""The value with which a function has come to its end."""


def call_function(
    at: Evaluator, function: UserFunction, args: Sequence[Any], keywords: dict[str, Any], call: cst.Call
) -> object:
    """The value that a call returns. `call` is where it stands."""
    node, name = function.node, function.node.name.value
    if node.decorators or node.asynchronous is not None:
        raise at.stop(f"`{name}()` is called, which is not a plain function", call.func)
    if at.budget.calls >= MAX_CALLS:
        raise at.stop(f"`{name}()` is called more than {MAX_CALLS} calls deep", call.func)
    body = Scope(function.scope.source, at.scope.modules, node.body.body, parent=function.scope.module_scope)
    inner = Evaluator(body, {}, at.budget, is_function=True)
    inner.local.update(_bound(at, function, args, keywords, call))
    at.budget.calls += 1
    try:
        outcome = _run(inner, node.body.body)
    finally:
        at.budget.calls -= 1
    return at.checked(outcome[0] if outcome is not None else None)


def _bound(
    at: Evaluator, function: UserFunction, args: Sequence[Any], keywords: dict[str, Any], call: cst.Call
) -> dict[str, object]:
    """The parameters with their values."""
    params, name = function.node.params, function.node.name.value
    if isinstance(params.star_arg, cst.Param) or params.star_kwarg is not None:
        raise at.stop(f"`{name}()` takes any number of arguments", call.func)
    plain = [*params.posonly_params, *params.params]
    if len(args) > len(plain):
        raise at.stop(f"`{name}()` takes {len(plain)} arguments, and is given {len(args)}", call.func)
    bound = {param.name.value: value for param, value in zip(plain, args, strict=False)}
    by_name = {param.name.value for param in (*params.params, *params.kwonly_params)}
    for key, value in keywords.items():
        if key not in by_name or key in bound:
            raise at.stop(f"`{name}()` takes no further argument `{key}`", call.func)
        bound[key] = value
    where = at.at(function.scope)
    for param in (*plain, *params.kwonly_params):
        if param.name.value not in bound:
            if param.default is None:
                raise at.stop(f"`{name}()` lacks its argument `{param.name.value}`", call.func)
            bound[param.name.value] = where.value(param.default)
    return bound


def _run(at: Evaluator, body: Sequence[cst.CSTNode]) -> _Return | None:
    for statement in body:
        at.budget.spend(1)
        outcome = _statement(at, statement)
        if outcome is not None:
            return outcome
    return None


def _statement(at: Evaluator, node: cst.CSTNode) -> _Return | None:
    match node:
        case cst.SimpleStatementLine():
            return _run(at, node.body)
        case cst.Return():
            return (at.value(node.value) if node.value is not None else None,)
        case cst.If():
            return _if(at, node)
        case cst.For() if node.asynchronous is None and node.orelse is None:
            return _for(at, node)
        case _:
            _simple(at, node)
            return None


def _simple(at: Evaluator, node: cst.CSTNode) -> None:
    """A statement after which the next one runs."""
    match node:
        case cst.Assign():
            value = at.value(node.value)
            for target in node.targets:
                assign(at, target.target, value)
        case cst.AnnAssign(value=cst.BaseExpression() as annotated):
            assign(at, node.target, at.value(annotated))
        case cst.AugAssign():
            _augment(at, node)
        case cst.Assert():
            if not at.value(node.test):
                raise at.stop("an `assert` fails", node.test)
        case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString() | cst.Ellipsis()):
            pass
        case cst.Pass() | cst.Import() | cst.ImportFrom() | cst.AnnAssign():
            pass
        case _:
            raise at.stop(_why_not(node), node)


def _why_not(node: cst.CSTNode) -> str:
    match node:
        case cst.Raise():
            return "it raises an exception"
        case cst.Expr():
            return "a function that is called does more than compute a value"
        case cst.With():
            return "a function that is called uses a `with`"
        case cst.Try() | cst.TryStar():
            return "a function that is called uses a `try`"
        case _:
            return "a function that is called does more than flowc computes"


def _if(at: Evaluator, node: cst.If) -> _Return | None:
    current: cst.If | cst.Else | None = node
    while isinstance(current, cst.If):
        if at.value(current.test):
            return _run(at, current.body.body)
        current = current.orelse
    return _run(at, current.body.body) if current is not None else None


def _for(at: Evaluator, node: cst.For) -> _Return | None:
    if any(isinstance(inner, (cst.Break, cst.Continue)) for inner in _inner(node.body)):
        raise at.stop("a function that is called leaves a loop early", node.iter)
    for item in items_of(at.value(node.iter)):
        assign(at, node.target, item)
        outcome = _run(at, node.body.body)
        if outcome is not None:
            return outcome
    return None


def _inner(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    rest = [node]
    while rest:
        current = rest.pop()
        yield current
        rest.extend(current.children)


def _augment(at: Evaluator, node: cst.AugAssign) -> None:
    operator = AUGMENTED.get(type(node.operator))
    if operator is None or not isinstance(node.target, cst.Name):
        raise at.stop("it changes an object in place", node.target)
    before = at.value(node.target)
    if not isinstance(before, (str, int, float, tuple)):
        raise at.stop("it changes an object in place", node.target)
    at.local[node.target.value] = at.checked(operator(before, at.value(node.value)))
