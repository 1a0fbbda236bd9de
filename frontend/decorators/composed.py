"""Decorators made of other decorators by small functions of the user's.

`@robust`, where `def robust(f): return retry(times=3)(catch(var="error")(f))`, stands for the two that it applies;
`@gpu(2)`, where `def gpu(n): return kubernetes(gpu=n)`, for the one that it gives back.
"""

from __future__ import annotations

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.decorators.kinds import (
    Found,
    Kind,
    binding_of,
    carries_settings,
    classify,
    language_kind,
    user_kind,
)
from flowc.frontend.passed import Passed
from flowc.frontend.reader import Reader
from flowc.frontend.returned import body_of, returned, returned_by
from flowc.frontend.scope import Assigned, Function

_DEEPEST = 5
"""How many functions may stand between a decorator and those of the language that it is made of."""


@record
class _Part:
    """One decorator, in the place where it is written."""

    kind: Kind
    name: str
    node: cst.BaseExpression
    reader: Reader


def classified(decorator: cst.Decorator, reader: Reader) -> tuple[Found, ...]:
    """What a decorator is; several, outermost first, when a function of the user's puts them together."""
    found = classify(decorator, reader)
    parts = _parts(found.written, reader, 0) if found.kind is Kind.WRAPPER else None
    if parts is None:
        return (found,)
    return tuple(
        Found(kind=part.kind, name=part.name, written=found.written, node=part.node, reader=part.reader)
        for part in parts
    )


def _parts(written: cst.BaseExpression, reader: Reader, depth: int) -> tuple[_Part, ...] | None:
    """The decorators that an expression stands for; None when that cannot be told."""
    written = reader.meant(written)
    callee = written.func if isinstance(written, cst.Call) else written
    name = reader.dsl(callee)
    if name is not None:
        return (_Part(kind=language_kind(name), name=name, node=written, reader=reader),)
    if depth >= _DEEPEST:
        return None
    match written:
        case cst.IfExp(test=test, body=body, orelse=orelse):
            truth = reader.settled(test)
            return None if truth is None else _parts(body if truth.value else orelse, reader, depth + 1)
        case cst.Lambda(params=cst.Parameters(params=[only]), body=body):
            return _chain(body, only.name.value, (), reader, depth + 1)
        case cst.Name() | cst.Attribute() | cst.Call(func=cst.Name() | cst.Attribute()):
            return _named(written, callee, reader, depth + 1)
    return None


def _named(
    written: cst.BaseExpression, callee: cst.BaseExpression, reader: Reader, depth: int
) -> tuple[_Part, ...] | None:
    """Those of a name of the user's, or of a call of one."""
    is_call = isinstance(written, cst.Call)
    if isinstance(callee, cst.Name):
        if callee.value in reader.functions and not is_call:
            return _applied(reader.functions[callee.value], reader, depth)
        if callee.value in (*reader.functions, *reader.variables):
            return None
    binding = binding_of(callee, reader.scope)
    if user_kind(binding) is Kind.USER and not carries_settings(written, reader.scope):
        return (_Part(kind=Kind.USER, name=reader.text(callee), node=written, reader=reader),)
    match binding:
        case Function():
            if isinstance(written, cst.Call):
                return _made(written, reader, binding, depth)
            return _put(binding, reader, depth)
        case Assigned(expr=expr, scope=scope) if not is_call:
            return _parts(expr, reader.at(scope), depth)
    return None


def _made(call: cst.Call, reader: Reader, function: Function, depth: int) -> tuple[_Part, ...] | None:
    """Those of the decorator that a call gives back."""
    found = returned(call, reader, function)
    return None if found is None else _parts(found.expression, found.reader, depth)


def _put(function: Function, reader: Reader, depth: int) -> tuple[_Part, ...] | None:
    """Those that a function puts on the step it is called with."""
    params = (
        *function.node.params.posonly_params,
        *function.node.params.params,
        *function.node.params.kwonly_params,
    )
    if len(params) == 1:
        return _applied(function.node, reader.within(body_of(function), {}, {}), depth)
    if not params or function.node.decorators or function.node.asynchronous is not None:
        return None
    step, passed = params[0].name.value, Passed(reader, function)
    passed.known[step] = "the step"  # any value but None: `if function is None` is how such functions begin
    if not passed.take(cst.Call(func=function.node.name)):
        return None
    found = returned_by(function, reader.within(body_of(function), passed.known, passed.names))
    return None if found is None else _chain(found.expression, step, (), found.reader, depth)


def _applied(node: cst.FunctionDef, reader: Reader, depth: int) -> tuple[_Part, ...] | None:
    """Those that a function puts on what it is given, when that is all it does."""
    params = node.params.params
    if len(params) != 1 or node.decorators or node.asynchronous is not None:
        return None
    step = params[0].name.value
    parts: tuple[_Part, ...] = ()
    for line in node.body.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else (line,):
            match statement:
                case cst.Expr(value=cst.BaseString()):
                    continue
                case cst.Return(value=cst.BaseExpression() as value):
                    return _chain(value, step, parts, reader, depth)
                case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value) if (
                    name == step
                ):
                    more = _chain(value, step, parts, reader, depth)
                case _:
                    more = None
            if more is None:
                return None
            parts = more
    return None


def _chain(
    value: cst.BaseExpression, step: str, before: tuple[_Part, ...], reader: Reader, depth: int
) -> tuple[_Part, ...] | None:
    """`outer(...)(inner(...)(step))`: outer, inner, and what the step had before."""
    match value:
        case cst.Name(value=name) if name == step:
            return before
        case cst.Call(func=func, args=[cst.Arg(value=inner, keyword=None, star="")]):
            outer = _parts(func, reader, depth)
            rest = None if outer is None else _chain(inner, step, before, reader, depth)
            return None if outer is None or rest is None else (*outer, *rest)
    return None
