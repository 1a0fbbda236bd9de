"""Comprehensions and generator expressions, whose bodies count as run."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects.guards import assume
from flowc.frontend.effects.targets import assign
from flowc.frontend.effects.values import Literals, Many, Unpicklable, Value, element_of
from flowc.frontend.effects.walk import Walk


def listed(walk: Walk, node: cst.ListComp | cst.SetComp) -> Value | None:
    """`[a for a in b]`."""
    element = _element(walk, node.for_in, (node.elt,))
    return None if element is None else Many(element)


def generated(walk: Walk, node: cst.GeneratorExp) -> Value | None:
    """`(a for a in b)`."""
    element = _element(walk, node.for_in, (node.elt,))
    if element is None or isinstance(element, Literals):
        return Unpicklable("a generator expression")
    return Many(element)


def mapped(walk: Walk, node: cst.DictComp) -> Value | None:
    """`{a: b for a in c}`."""
    element = _element(walk, node.for_in, (node.key, node.value))
    return None if element is None else Many(element)


def _element(walk: Walk, clause: cst.CompFor, results: tuple[cst.BaseExpression, ...]) -> Value | None:
    """Walk all clauses, then what they yield; the last of `results` is the element."""
    names = dict(walk.state.names)
    before = walk.state.copy()
    conditions = 0
    current: cst.CompFor | None = clause
    while current is not None:
        assign(walk, current.target, element_of(walk.evaluate(current.iter)))
        for condition in current.ifs:
            walk.evaluate(condition.test)
            walk.maybe += 1
            conditions += 1
            assume(walk, condition.test, True)
        current = current.inner_for_in
    value: Value | None = None
    for result in results:
        value = walk.evaluate(result)
    walk.maybe -= conditions
    if conditions:
        walk.meet([before, walk.state])
    walk.state.names = names
    return value
