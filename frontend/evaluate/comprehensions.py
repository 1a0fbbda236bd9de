"""Comprehensions over known values."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from flowc.frontend.evaluate.assignment import assign
from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.limits import items_of
from flowc.frontend.evaluate.rooted import unmarked
from flowc.frontend.evaluate.values import Lazy


def list_comprehension(at: Evaluator, node: cst.ListComp) -> object:
    """`[x for x in items]`."""
    return at.checked([inner.value(node.elt) for inner in _rounds(at, node.for_in)])


def set_comprehension(at: Evaluator, node: cst.SetComp) -> object:
    """`{x for x in items}`."""
    items = [inner.value(node.elt) for inner in _rounds(at, node.for_in)]
    unmarked(items)
    return at.checked(set(items))


def generator(at: Evaluator, node: cst.GeneratorExp) -> object:
    """`(x for x in items)`, gone through at once: nothing that is computed has side effects."""
    return at.checked(Lazy(tuple(inner.value(node.elt) for inner in _rounds(at, node.for_in))))


def dict_comprehension(at: Evaluator, node: cst.DictComp) -> object:
    """`{key: value for x in items}`."""
    found: dict[object, object] = {}
    for inner in _rounds(at, node.for_in):
        key = inner.value(node.key)
        found[key] = inner.value(node.value)
    return at.checked(found)


def _rounds(at: Evaluator, clause: cst.CompFor | None) -> Iterator[Evaluator]:
    """A place for each round of the loops, the innermost fastest; nested as deep as there are `for`s."""
    if clause is None:
        yield at
        return
    if clause.asynchronous is not None:
        raise at.stop("it is asynchronous", clause.iter)
    for item in items_of(at.value(clause.iter)):
        inner = at.inside()
        assign(inner, clause.target, item)
        if all(inner.value(condition.test) for condition in clause.ifs):
            yield from _rounds(inner, clause.inner_for_in)
