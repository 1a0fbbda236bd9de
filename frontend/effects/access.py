"""Reads, writes and deletions of artifacts at the current point of the walk."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects.literals import values_of
from flowc.frontend.effects.names import is_artifact
from flowc.frontend.effects.record import Assignment
from flowc.frontend.effects.state import ENTRY
from flowc.frontend.effects.values import Literals, Local, Value, unpicklable
from flowc.frontend.effects.walk import Walk


def read(walk: Walk, name: str, node: cst.CSTNode, *, certain: bool = True) -> None:
    """`self.name` is read at `node`; `certain` is false for `getattr` with a default."""
    if not is_artifact(name):
        return
    writers = walk.state.writers(name)
    walk.record.forget_values(writers)
    if ENTRY not in writers:
        return
    state = walk.state
    known = name in state.present
    if known and walk.record.has_read(name, state.merges):
        return
    sure = certain and walk.certain and not known
    walk.record.read(name, sure, len(writers) > 1, state.merges, walk.source.span(node))
    if certain:
        state.present.add(name)


def write(
    walk: Walk, name: str, node: cst.CSTNode, value: Value | None, text: tuple[str, ...] | None
) -> None:
    """`self.name` is assigned at `node`; `text` are the values as literals, where known."""
    if not is_artifact(name):
        return
    if walk.certain and not walk.risky:
        walk.record.early.add(name)
    number = walk.record.write(
        Assignment(
            name=name,
            certain=walk.certain,
            node=node,
            source=walk.source,
            unpicklable=None if isinstance(value, Local) else unpicklable(value),
            function=isinstance(value, Local),
            values=text,
        )
    )
    walk.state.defs[name] = frozenset((number,))


def delete(walk: Walk, name: str, node: cst.CSTNode) -> None:
    """`del self.name`: what an earlier step wrote shows again, as in Metaflow."""
    if not is_artifact(name):
        return
    read(walk, name, node)
    walk.record.delete(name, walk.certain, walk.source.span(node))
    walk.state.defs.pop(name, None)
    walk.state.present.discard(name)


def literal_values(node: cst.BaseExpression | None, value: Value | None) -> tuple[str, ...] | None:
    """The values that an assigned expression can have, each as `repr`, when all are known."""
    if isinstance(value, Literals):
        return value.values
    return None if node is None else values_of(node)
