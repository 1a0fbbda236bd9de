"""How many iterations of a Map run at once, so that about `max_parallel` tasks of a run do."""

from __future__ import annotations

from typing import NamedTuple

from flowc.backends.step_functions.names import fit
from flowc.ir import regions as ir
from flowc.ir.regions import Region, Route

MOST_INLINE = 40
"""Iterations of an inline Map that Step Functions runs at once, whatever it is asked for."""

LONGEST_LABEL = 40


class Width(NamedTuple):
    """Iterations at once, and the tasks that may run at once in each."""

    own: int
    inner: int


def widths(body: Route, most: int, *, distributed: bool) -> Width:
    """Share `most` tasks evenly between the levels of nested foreachs: each gets the same root of it."""
    levels = 1 + _levels(body)
    own = max(1, int(most ** (1 / levels) + 1e-9))
    if not distributed:
        own = min(own, MOST_INLINE)
    return Width(own, max(1, most // own))


def shared(name: str) -> str:
    """The label of a Distributed Map, a part of the names of its child executions."""
    return fit(name, LONGEST_LABEL)


def _levels(region: Region) -> int:
    """How many foreachs are nested in a region."""
    match region:
        case ir.Task():
            return 0
        case ir.Route(nodes=nodes):
            return max(map(_levels, nodes))
        case ir.Fork(branches=branches):
            return max(map(_levels, branches))
        case ir.Loop(body=body):
            return _levels(body)
        case ir.Map(body=body) | ir.Gang(body=body):
            return 1 + _levels(body)
