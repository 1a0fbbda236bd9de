"""The way into the evaluator."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from flowc.diagnostics import Span
from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.limits import Budget, weigh
from flowc.frontend.evaluate.result import Known, Result, Unknown
from flowc.frontend.evaluate.rooted import outward
from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.scope import Scope

_LONGEST_TEXT = 80
_SPENT = "steps of all evaluations"


def evaluate(
    expr: cst.BaseExpression,
    scope: Scope,
    env: Mapping[str, object] | None = None,
    variables: Mapping[str, object] | None = None,
) -> Result:
    """The value of an expression that stands in `scope` (of a module, or of a class body).

    `env` gives values to names before the scope is asked; a mapping in it is a group of settings, whose keys
    are attributes too. `variables` are those of the function that the expression stands in. Never raises, never
    loops: work, sizes and depth are bounded.
    """
    spent = scope.modules.memo.setdefault(_SPENT, [0])
    assert isinstance(spent, list)
    try:
        evaluator = Evaluator(scope, env or {}, Budget(spent))
        evaluator.local.update(variables or {})
        value = evaluator.value(expr)
        weigh(value)
        return Known(value=outward(value))
    except CannotKnow as stop:
        return _unknown(stop, expr, scope)


def _unknown(stop: CannotKnow, expr: cst.BaseExpression, scope: Scope) -> Unknown:
    node = stop.node if stop.node is not None else expr
    where = stop.scope if stop.scope is not None else scope
    try:
        span = where.source.span(node)
        text = where.source.code(node)
    except KeyError:  # the literal of a `--define` stands in no file
        span, text = _span(expr, scope), scope.source.code(expr)
    text = " ".join(text.split())
    short = text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 3] + "..."
    return Unknown(reason=stop.reason, span=span, text=short)


def _span(expr: cst.BaseExpression, scope: Scope) -> Span:
    try:
        return scope.source.span(expr)
    except KeyError:
        return Span(file=scope.source.file, line=1, column=1, end_line=1, end_column=1)
