"""What the body of a step does to artifacts: `step_effects`.

The body is walked once, in evaluation order, with the state of what is surely written at each point; methods on
`self`, functions that get `self`, properties and local functions are walked where they are called. Nothing is
run. What cannot be followed makes the step opaque, never wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import libcst as cst

from flowc.frontend.effects import attributes, branches, calls, comprehensions, expressions, loops, statements
from flowc.frontend.effects.functions import step_body
from flowc.frontend.effects.resolving import resolver
from flowc.frontend.effects.values import INPUTS, SELF
from flowc.frontend.effects.walk import Expression, Found, Resolve, Statement, Walk
from flowc.ir.effects import Effects

if TYPE_CHECKING:
    from flowc.frontend.classes import Mro
    from flowc.frontend.source import Source

__all__ = ["Found", "Resolve", "body_effects", "step_effects"]

_EXPRESSIONS: Mapping[type[cst.CSTNode], Expression] = {
    cst.Name: expressions.name,
    cst.Attribute: attributes.attribute,
    cst.Subscript: attributes.subscript,
    cst.BinaryOperation: expressions.binary,
    cst.BooleanOperation: expressions.boolean,
    cst.UnaryOperation: expressions.unary,
    cst.Comparison: expressions.comparison,
    cst.IfExp: expressions.ternary,
    cst.Tuple: expressions.sequence,
    cst.List: expressions.sequence,
    cst.Set: expressions.sequence,
    cst.Dict: expressions.dictionary,
    cst.NamedExpr: expressions.walrus,
    cst.Lambda: expressions.function,
    cst.FormattedString: expressions.formatted,
    cst.ConcatenatedString: expressions.concatenated,
    cst.Await: expressions.awaited,
    cst.Yield: expressions.yielded,
    cst.Call: calls.call,
    cst.ListComp: comprehensions.listed,
    cst.SetComp: comprehensions.listed,
    cst.GeneratorExp: comprehensions.generated,
    cst.DictComp: comprehensions.mapped,
}

_STATEMENTS: Mapping[type[cst.CSTNode], Statement] = {
    cst.SimpleStatementLine: statements.line,
    cst.Expr: statements.expression,
    cst.Assign: statements.assignment,
    cst.AnnAssign: statements.annotated,
    cst.AugAssign: statements.augmented,
    cst.Del: statements.deletion,
    cst.Return: statements.returning,
    cst.Break: statements.breaking,
    cst.Continue: statements.continuing,
    cst.Raise: statements.raising,
    cst.Assert: statements.asserting,
    cst.Import: statements.importing,
    cst.ImportFrom: statements.importing,
    cst.FunctionDef: statements.function,
    cst.ClassDef: statements.local_class,
    cst.With: statements.with_block,
    cst.If: branches.if_block,
    cst.Match: branches.match_block,
    cst.Try: branches.try_block,
    cst.TryStar: branches.try_block,
    cst.For: loops.for_loop,
    cst.While: loops.while_loop,
}


def step_effects(method: cst.FunctionDef, source: Source, mro: Mro) -> Effects:
    """The effects of the step `method`, which is written in the file `source`, in a flow with order `mro`.

    The first parameter is the flow and the second, if any, the inputs of the join, whatever they are called.
    Decorators of the step are left to the caller. Never raises for source that `libcst` has parsed.
    """
    return body_effects(method, source, resolver(mro))


def body_effects(method: cst.FunctionDef, source: Source, resolve: Resolve) -> Effects:
    """The effects of a step, with what it calls found by `resolve`."""
    walk = Walk(resolve, _EXPRESSIONS, _STATEMENTS)
    end = step_body(walk, (method, source), (SELF, INPUTS))
    return walk.record.effects(end)
