"""Statements with branches: `if`, `match`, `try`."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects.final import leaves, run_finally
from flowc.frontend.effects.guards import always, assume
from flowc.frontend.effects.state import ENTRY, State
from flowc.frontend.effects.walk import Walk


def if_block(walk: Walk, node: cst.If) -> None:
    """`if`, with its whole chain of `elif` walked by a loop."""
    ends: list[State] = []
    conditions = 0
    current: cst.If | cst.Else | None = node
    while isinstance(current, cst.If):
        walk.evaluate(current.test)
        truth = always(current.test)
        if truth is not False:
            conditions += truth is None
            current = _branch(walk, current, ends, truth)
        else:
            current = current.orelse
    if isinstance(current, cst.Else):
        walk.execute(current.body)
    walk.maybe -= conditions
    walk.meet([*ends, walk.state])


def _branch(walk: Walk, node: cst.If, ends: list[State], truth: bool | None) -> cst.If | cst.Else | None:
    """Walk one branch; go on with what runs when its test is false."""
    if truth:
        walk.execute(node.body)
        return None
    otherwise = walk.state.copy()
    walk.maybe += 1
    assume(walk, node.test, True)
    walk.execute(node.body)
    ends.append(walk.state)
    walk.state = otherwise
    assume(walk, node.test, False)
    return node.orelse


def match_block(walk: Walk, node: cst.Match) -> None:
    """`match`: exhaustive when its last case takes everything."""
    walk.use(node.subject)
    before = walk.state
    ends: list[State] = []
    exhaustive = False
    walk.maybe += 1
    for case in node.cases:
        walk.state = before.copy()
        if case.guard is not None:
            walk.evaluate(case.guard)
        walk.execute(case.body)
        ends.append(walk.state)
        exhaustive = case.guard is None and _takes_all(case.pattern)
    walk.maybe -= 1
    walk.meet(ends if exhaustive else [*ends, before])


def _takes_all(pattern: cst.MatchPattern) -> bool:
    return isinstance(pattern, cst.MatchAs) and pattern.pattern is None


def try_block(walk: Walk, node: cst.Try | cst.TryStar) -> None:
    """`try`: its body is sure only when nothing goes on after an exception."""
    before, start = walk.state.copy(), walk.record.writes
    returned = len(walk.frames[-1].returns)
    caught = not all(_raises_again(handler) for handler in node.handlers) or leaves(node.finalbody)
    walk.maybe += caught
    walk.execute(node.body)
    failed = _anywhere(walk, before, walk.state, start)
    if node.orelse is not None and not walk.state.dead:
        walk.execute(node.orelse.body)
    walk.maybe -= caught
    ends = [walk.state]
    for handler in node.handlers:
        walk.state = failed.copy()
        ends.append(_handle(walk, handler))
    walk.meet(ends)
    if node.finalbody is not None:
        failed = _anywhere(walk, before, walk.state, start)
        run_finally(walk, node.finalbody, failed, walk.frames[-1].returns[returned:])


def _raises_again(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    """Whether a handler's last statement is a `raise`."""
    last = handler.body.body[-1] if handler.body.body else None
    if isinstance(last, cst.SimpleStatementLine):
        return isinstance(last.body[-1], cst.Raise)
    return isinstance(last, cst.Raise)


def _anywhere(walk: Walk, before: State, after: State, start: int) -> State:
    """The state when an exception came from anywhere in the body."""
    failed = before.copy()
    for name, writers in walk.record.written_since(start).items():
        failed.defs[name] = before.writers(name) | writers
    for name in before.defs:
        if ENTRY in after.writers(name):
            failed.defs[name] = failed.writers(name) | {ENTRY}
    failed.merges = max(before.merges, after.merges)
    return failed


def _handle(walk: Walk, handler: cst.ExceptHandler | cst.ExceptStarHandler) -> State:
    walk.maybe += 1
    if handler.type is not None:
        walk.evaluate(handler.type)
    if handler.name is not None and isinstance(handler.name.name, cst.Name):
        walk.bind(handler.name.name.value, None)
    walk.execute(handler.body)
    walk.maybe -= 1
    return walk.state
