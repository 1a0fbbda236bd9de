"""Finding `self.next` in the body of a step: the one that counts, and the ones that Metaflow would not see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from flowc.diagnostics.record import record


@record
class NextCall:
    """A statement that calls `<receiver>.next(...)`, somewhere in a body.

    `conditional` is true inside a compound statement; `leaves` when a `return` follows at once.
    """

    call: cst.Call
    receiver: str
    returned: bool
    conditional: bool
    leaves: bool


def last_statement(method: cst.FunctionDef) -> cst.CSTNode:
    """The last statement of a method, small statements after `;` counted one by one."""
    statements = list(_flatten(method.body.body))
    return statements[-1]


def next_call(statement: cst.CSTNode, receiver: str) -> cst.Call | None:
    """The call when the statement is `receiver.next(...)` alone, as Metaflow wants it."""
    if isinstance(statement, cst.Expr) and _receiver(statement.value) == receiver:
        return cst.ensure_type(statement.value, cst.Call)
    return None


def next_calls(method: cst.FunctionDef, receivers: frozenset[str]) -> Iterator[NextCall]:
    """Every statement of a body that calls `next` on one of the receivers, nested functions left out."""
    pending: list[tuple[Sequence[cst.CSTNode], bool]] = [(method.body.body, False)]
    while pending:
        block, conditional = pending.pop()
        statements = list(_flatten(block))
        for position, statement in enumerate(statements):
            following = statements[position + 1] if position + 1 < len(statements) else None
            yield from _call_in(statement, receivers, conditional, isinstance(following, cst.Return))
            pending.extend((inner, True) for inner in _blocks(statement))


def _call_in(
    statement: cst.CSTNode, receivers: frozenset[str], conditional: bool, leaves: bool
) -> Iterator[NextCall]:
    if not isinstance(statement, cst.Expr | cst.Return | cst.Assign) or statement.value is None:
        return
    receiver = _receiver(statement.value)
    if receiver in receivers:
        returned = isinstance(statement, cst.Return)
        yield NextCall(
            call=cst.ensure_type(statement.value, cst.Call),
            receiver=receiver,
            returned=returned,
            conditional=conditional,
            leaves=leaves or returned,
        )


def _receiver(expression: cst.BaseExpression) -> str:
    """The name before `.next(...)`, or nothing."""
    match expression:
        case cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="next"))):
            return name
    return ""


def _flatten(block: Sequence[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    for statement in block:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body
        else:
            yield statement


def _blocks(statement: cst.CSTNode) -> Iterator[Sequence[cst.CSTNode]]:
    """The blocks inside a compound statement, those of nested functions and classes left out."""
    pending: list[cst.CSTNode | None] = [statement]
    while pending:
        match pending.pop():
            case cst.If(body=body, orelse=orelse):
                yield body.body
                pending.append(orelse)
            case cst.For(body=body, orelse=orelse) | cst.While(body=body, orelse=orelse):
                yield body.body
                pending.append(orelse)
            case cst.Try() | cst.TryStar() as tried:
                yield tried.body.body
                pending += [*tried.handlers, tried.orelse, tried.finalbody]
            case cst.Match(cases=cases):
                pending += cases
            case (
                cst.Else(body=body)
                | cst.Finally(body=body)
                | cst.With(body=body)
                | cst.ExceptHandler(body=body)
                | cst.ExceptStarHandler(body=body)
                | cst.MatchCase(body=body)
            ):
                yield body.body
