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
    classify,
    language_kind,
    user_kind,
    uses_settings,
)
from flowc.frontend.reader import Reader
from flowc.frontend.returned import body_of, returned
from flowc.frontend.scope import Assigned, Function

_DEEPEST = 20
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
    callee = written.func if isinstance(written, cst.Call) else written
    name = reader.dsl(callee)
    if name is not None:
        return (_Part(kind=language_kind(name), name=name, node=written, reader=reader),)
    binding = binding_of(callee, reader.scope)
    if user_kind(binding) is Kind.USER:
        if isinstance(written, cst.Call) and any(
            uses_settings(arg.value, reader.scope) for arg in written.args
        ):
            return None
        return (_Part(kind=Kind.USER, name=reader.text(callee), node=written, reader=reader),)
    match binding:
        case Function() if depth < _DEEPEST:
            if isinstance(written, cst.Call):
                return _made(written, reader, binding, depth + 1)
            return _applied(binding.node, reader.within(body_of(binding), {}, {}), depth + 1)
        case Assigned(expr=expr, scope=scope) if depth < _DEEPEST and not isinstance(written, cst.Call):
            return _parts(expr, reader.at(scope), depth + 1)
    return None


def _made(call: cst.Call, reader: Reader, function: Function, depth: int) -> tuple[_Part, ...] | None:
    """Those of the decorator that a call gives back."""
    found = returned(call, reader, function)
    if found is None:
        return None
    if isinstance(found.expression, cst.Name) and found.expression.value in found.inner:
        return _applied(found.inner[found.expression.value], found.reader, depth)
    return _parts(found.expression, found.reader, depth)


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
