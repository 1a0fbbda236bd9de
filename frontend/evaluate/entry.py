"""The way into the evaluator."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from flowc.frontend.evaluate.result import Result
from flowc.frontend.scope import Scope


def evaluate(expr: cst.BaseExpression, scope: Scope, env: Mapping[str, object] | None = None) -> Result:
    """The value of an expression that stands in `scope` (of a module, or of a class body).

    `env` gives values to names before the scope is asked. Never raises, never loops: work, sizes and depth
    are bounded.
    """
    raise NotImplementedError
