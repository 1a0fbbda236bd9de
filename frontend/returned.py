"""What a small function of the user's gives back, as an expression: `def big(n): return resources(cpu=n)`.

A call of it then means that expression, read where the function is written, with the values that the call passes.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.evaluate import Known
from flowc.frontend.passed import Passed
from flowc.frontend.reader import Reader
from flowc.frontend.scope import Function, Scope


@record
class Returned:
    """The expression, and what reads it, functions that are defined inside among them."""

    expression: cst.BaseExpression
    reader: Reader


def returned(call: cst.Call, reader: Reader, function: Function) -> Returned | None:
    """What a call of `function` that stands in `reader` gives back; None when only running it would tell."""
    node, passed = function.node, Passed(reader, function)
    decorators = [item.decorator for item in node.decorators]
    plain = all(isinstance(item, cst.Name) and item.value == "staticmethod" for item in decorators)
    if not plain or node.asynchronous is not None or not passed.take(call):
        return None
    return returned_by(function, reader.within(body_of(function), passed.known, passed.names))


def returned_by(function: Function, reader: Reader) -> Returned | None:
    """What the body of `function` gives back; `reader` knows its parameters."""
    run = _Body(reader)
    found = run.block(function.node.body.body)
    if found is None or run.lost:
        return None
    run.reader.functions = run.inner
    return Returned(expression=found, reader=run.reader)


def body_of(function: Function) -> Scope:
    """The scope of the body of a function."""
    around = function.scope
    return Scope(around.source, around.modules, function.node.body.body, parent=around.module_scope)


class _Body:
    """A function on the way to its `return`. `lost` is set by a statement that only a run can tell about."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.inner: dict[str, cst.FunctionDef] = {}
        self.lost = False

    def block(self, body: Sequence[cst.CSTNode]) -> cst.BaseExpression | None:
        """What is returned; None where the block ends without."""
        for statement in body:
            found = self._statement(statement)
            if found is not None or self.lost:
                return found
        return None

    def _statement(self, node: cst.CSTNode) -> cst.BaseExpression | None:
        match node:
            case cst.SimpleStatementLine():
                return self.block(node.body)
            case cst.Return(value=cst.BaseExpression() as value):
                return value
            case cst.If():
                return self._if(node)
            case cst.FunctionDef(decorators=[]):
                self.inner[node.name.value] = node
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value):
                self._assign(name, value)
            case cst.Expr(value=cst.BaseString()) | cst.Pass() | cst.Import() | cst.ImportFrom():
                pass
            case _:
                self.lost = True
        return None

    def _assign(self, name: str, value: cst.BaseExpression) -> None:
        known = self.reader.evaluate(value)
        if isinstance(known, Known):
            variables = {**self.reader.variables, name: known.value}
            self.reader = self.reader.within(self.reader.scope, variables, self.reader.names)
        else:
            self.lost = True

    def _if(self, node: cst.If) -> cst.BaseExpression | None:
        current: cst.If | cst.Else | None = node
        while isinstance(current, cst.If):
            truth = self.reader.evaluate(current.test)
            if not isinstance(truth, Known):
                self.lost = True
                return None
            if truth.value:
                break
            current = current.orelse
        return None if current is None else self.block(current.body.body)
