"""The `finally` of a `try`, which runs on every path: after the end, after a return, and after an exception."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects.state import State, merge
from flowc.frontend.effects.walk import Walk


def leaves(block: cst.Finally | None) -> bool:
    """Whether the block may swallow an exception by return, break or continue."""
    pending: list[cst.CSTNode] = [] if block is None else [block]
    while pending:
        node = pending.pop()
        if isinstance(node, cst.Return | cst.Break | cst.Continue):
            return True
        if not isinstance(node, cst.FunctionDef | cst.ClassDef | cst.BaseExpression):
            pending.extend(node.children)
    return False


def run_finally(walk: Walk, block: cst.Finally, failed: State, returning: list[State]) -> None:
    """Walk the block from all the states that lead to it, then add its writes to those that go on.

    `failed` stands for an exception from anywhere in the `try`, `returning` are the states that returned from it.
    """
    normal, start = walk.state, walk.record.writes
    escaped = failed.escaped
    entry = merge([normal, failed, *returning])
    walk.state = failed if entry is None else entry
    walk.state.escaped = escaped
    walk.execute(block.body)
    for state in (normal, *returning):
        _add(walk, state, start)
    normal.dead = normal.dead or walk.state.dead
    normal.escaped = normal.escaped or walk.state.escaped
    walk.state = normal


def _add(walk: Walk, state: State, start: int) -> None:
    for name, writers in walk.record.written_since(start).items():
        sure = min(walk.state.writers(name)) >= start
        state.defs[name] = writers if sure else state.writers(name) | writers
