"""Loops, whose bodies count as run."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects.guards import always, assume
from flowc.frontend.effects.state import State, add_writes, merge
from flowc.frontend.effects.targets import assign
from flowc.frontend.effects.values import element_of
from flowc.frontend.effects.walk import LoopFrame, Walk


def for_loop(walk: Walk, node: cst.For) -> None:
    """`for target in iterable:`."""
    element = element_of(walk.evaluate(node.iter))
    before = walk.state.copy()
    assign(walk, node.target, element)
    _run(walk, node.body, before, endless=False, orelse=node.orelse)


def while_loop(walk: Walk, node: cst.While) -> None:
    """`while test:`."""
    walk.evaluate(node.test)
    before = walk.state.copy()
    assume(walk, node.test, True)
    _run(walk, node.body, before, endless=always(node.test) is True, orelse=node.orelse)


def _run(walk: Walk, body: cst.BaseSuite, before: State, *, endless: bool, orelse: cst.Else | None) -> None:
    frame, returned = LoopFrame(), len(walk.frames[-1].returns)
    walk.loops.append(frame)
    walk.execute(body)
    walk.loops.pop()
    after = _after(walk, frame, before, endless)
    if after is None:
        walk.state.dead = True
        return
    add_writes(after, [before, *frame.breaks])
    after.escaped = after.escaped or before.escaped or len(walk.frames[-1].returns) > returned
    after.merges = max([after.merges, *(state.merges for state in frame.breaks)])
    walk.state = after
    if orelse is not None:
        _otherwise(walk, orelse, maybe=bool(frame.breaks))


def _after(walk: Walk, frame: LoopFrame, before: State, endless: bool) -> State | None:
    """The state after the loop: that of a full pass when there is one, of the breaks otherwise."""
    full = merge([walk.state, *frame.continues])
    if full is not None and (frame.breaks or not endless):
        full.escaped = before.escaped
        return full
    broken = merge(frame.breaks)
    if broken is not None:
        broken.escaped = before.escaped
        return broken
    if endless:
        return None
    skipped = before.copy()
    skipped.escaped = True
    return skipped


def _otherwise(walk: Walk, orelse: cst.Else, *, maybe: bool) -> None:
    """The `else` of a loop does not run after a break."""
    before = walk.state.copy()
    walk.maybe += maybe
    walk.execute(orelse.body)
    walk.maybe -= maybe
    if maybe:
        walk.meet([before, walk.state])
