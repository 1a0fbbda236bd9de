"""One evaluation: where it stands, what it has bound, what it may still spend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import libcst as cst

from flowc.frontend.evaluate.limits import Budget, weigh
from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.scope import Scope

_RAISED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What Python's own operations raise when the program is wrong for these values."""


class Evaluator:
    """Evaluates expressions that stand in `scope`.

    `local` are the variables of functions and comprehensions, `env` values of names of this file that come
    before those of the scope. `is_function` says that the scope is the body of a function that is being
    called: a name of it without a value in `local` is not yet assigned.
    """

    def __init__(
        self, scope: Scope, env: Mapping[str, object], budget: Budget, *, is_function: bool = False
    ) -> None:
        self.scope = scope
        self.env = env
        self.local: dict[str, object] = {}
        self.budget = budget
        self.is_function = is_function

    def value(self, node: cst.BaseExpression) -> Any:
        """The value of an expression, or CannotKnow with the place that is in the way."""
        from flowc.frontend.evaluate.expressions import EXPRESSIONS

        rule = EXPRESSIONS.get(type(node))
        if rule is None:
            raise self.stop("it is not an expression that flowc computes", node)
        self.budget.enter()
        try:
            return rule(self, node)
        except CannotKnow as stop:
            if stop.node is None:
                stop.node, stop.scope = node, self.scope
            raise
        except _RAISED as failure:
            raise self.stop(f"it raises {type(failure).__name__}: {failure}", node) from None
        finally:
            self.budget.leave()

    def checked(self, value: object) -> object:
        """A new value, weighed and paid for."""
        self.budget.spend(weigh(value) // 50)
        return value

    def stop(self, reason: str, node: cst.CSTNode) -> CannotKnow:
        """Why the value is not known, at a place of this scope's file."""
        return CannotKnow(reason, node, self.scope)

    def has_value(self, name: str) -> bool:
        """Whether a name has a value that comes before what the scope says of it."""
        return name in self.local or name in self.env

    def inside(self) -> Evaluator:
        """The same place, with variables of its own: that of a comprehension."""
        inner = Evaluator(self.scope, self.env, self.budget, is_function=self.is_function)
        inner.local.update(self.local)
        return inner

    def at(self, scope: Scope, env: Mapping[str, object] | None = None) -> Evaluator:
        """Another place, at the cost of this evaluation."""
        return Evaluator(scope, env or {}, self.budget)
