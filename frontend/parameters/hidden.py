"""Parameters and steps that other code makes: functions, classes of the user's, `partial`, conditions."""

from __future__ import annotations

import libcst as cst

from flowc.diagnostics import Finding, error
from flowc.frontend.class_attributes import Attribute
from flowc.frontend.decorators.kinds import binding_of, uses_settings
from flowc.frontend.evaluate import Known, evaluate
from flowc.frontend.parameters.class_values import DECLARED
from flowc.frontend.parameters.unread import made_in
from flowc.frontend.reader import Reader
from flowc.frontend.scope import Assigned, Class, Function, Scope, dsl_name


def hidden(attribute: Attribute, reader: Reader) -> Finding | None:
    """FLOW201 when the value of an attribute is a Parameter, IncludeFile or Config made somewhere else.

    FLOW215 when it is a step that a call makes: `train = retry(times=3)(step(train))`.
    """
    if attribute.name.startswith("_"):  # no Parameter for Metaflow either
        return None
    expression, scope = attribute.definition, attribute.owner.body
    if isinstance(expression, cst.Name | cst.Attribute):
        binding = binding_of(expression, scope)
        if isinstance(binding, Assigned):
            expression, scope = binding.expr, binding.scope
    kind = _made(expression, scope) if isinstance(expression, cst.BaseExpression) else None
    if kind is None and isinstance(expression, cst.Call) and (finding := _step(attribute)) is not None:
        return finding
    kind = kind or _held(attribute)
    if kind is None:
        return None
    return error(
        "FLOW201",
        reader.at(attribute.owner.body).span(attribute.node),
        f"`{attribute.name}` is a {kind} that cannot be known without running the flow, because other"
        " code makes it",
        label=f"this {kind} is not written here",
        help=f"write `{attribute.name} = {kind}(...)` in the class, or in a base class",
    )


def _held(attribute: Attribute) -> str | None:
    """The kind of a declaration that is a part of the value: `[Parameter("p")]`, `tagged(Parameter("p"))`."""
    value = attribute.definition
    if not isinstance(value, cst.BaseExpression) or isinstance(value, cst.IfExp):
        return None
    return next((kind for _, kind in made_in(value, attribute.owner.body) if kind in DECLARED), None)


def _step(attribute: Attribute) -> Finding | None:
    made, scope = attribute.definition, attribute.owner.body
    if not isinstance(made, cst.Call) or not uses_settings(made, scope):
        return None
    return error(
        "FLOW215",
        scope.source.span(made),
        f"`{attribute.name}` is what a call of a decorator gives back, which flowc does not follow",
        label="not a step for flowc",
        help=f"write the decorators above `def {attribute.name}`, with `@step` as the last one",
    )


def _made(expression: cst.BaseExpression, scope: Scope) -> str | None:
    """The kind of declaration that an expression makes, or may make."""
    match expression:
        case cst.IfExp(test=test, body=body, orelse=orelse):
            truth = evaluate(test, scope)
            if isinstance(truth, Known):
                return _made(body if truth.value else orelse, scope)
            return _made(body, scope) or _made(orelse, scope)
        case cst.Call(func=func):
            kind = dsl_name(func, scope)
            return kind if kind in DECLARED else _by(func, scope)
    return None


def _by(callee: cst.BaseExpression, scope: Scope) -> str | None:
    """The kind of declaration that a call of the user's code gives back."""
    if not isinstance(callee, cst.Name | cst.Attribute):
        return None
    match binding_of(callee, scope):
        case Function(node=node, scope=where):
            return next((kind for value in _returned(node) if (kind := _direct(value, where))), None)
        case Class(node=node, scope=where):
            bases = (dsl_name(base.value, where) for base in node.bases)
            return next((base for base in bases if base in DECLARED), None)
        case Assigned(expr=cst.Call(args=args), scope=where):  # partial(Parameter, ...)
            kinds = (dsl_name(arg.value, where) for arg in args)
            return next((kind for kind in kinds if kind in DECLARED), None)
    return None


def _direct(expression: cst.BaseExpression, scope: Scope) -> str | None:
    if not isinstance(expression, cst.Call):
        return None
    kind = dsl_name(expression.func, scope)
    return kind if kind in DECLARED else None


def _returned(node: cst.FunctionDef) -> list[cst.BaseExpression]:
    """What a function returns; those of functions inside it are left out."""
    found: list[cst.BaseExpression] = []
    pending: list[cst.CSTNode] = [node.body]
    while pending:
        inner = pending.pop()
        if isinstance(inner, cst.Return) and inner.value is not None:
            found.append(inner.value)
        elif not isinstance(inner, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            pending.extend(inner.children)
    return found
