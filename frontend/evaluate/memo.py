"""Values of definitions, each computed once."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.scope import Scope


class _Entry:
    """An outcome, and the names it was computed with."""

    __slots__ = ("env", "outcome")

    def __init__(self, env: Mapping[str, object], outcome: object) -> None:
        self.env = env
        self.outcome = outcome


def remembered(at: Evaluator, expr: cst.BaseExpression, scope: Scope, env: Mapping[str, object]) -> object:
    """The value of a definition `name = expr` of a scope."""
    memo = scope.modules.memo
    entry = memo.get(expr)
    if isinstance(entry, _Entry) and entry.env == env:
        if isinstance(entry.outcome, CannotKnow):
            raise entry.outcome.with_traceback(None)
        return entry.outcome
    memo[expr] = _Entry(dict(env), CannotKnow("its definition goes in a circle", expr, scope))
    try:
        value = at.at(scope, env).value(expr)
    except CannotKnow as stop:
        if stop.is_final:
            memo[expr] = _Entry(dict(env), stop)
        else:
            del memo[expr]
        raise
    memo[expr] = _Entry(dict(env), value)
    return value
