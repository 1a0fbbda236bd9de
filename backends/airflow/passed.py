"""How the token leaves a node, and how it comes to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flowc.backends.airflow.entrances import condition_of
from flowc.backends.airflow.state import Arrival, DagState, Ref, Way
from flowc.ir.regions import Edge, Exit, Name


class Passed(NamedTuple):
    """How the token leaves a node: by ways that depend on the case, or, out of a frame, as `frame` says."""

    ways: dict[Name | None, tuple[Way, ...]]
    frame: Arrival | None = None

    @classmethod
    def by(cls, ref: Ref, arms: Sequence[Name]) -> Passed:
        """From one task that chooses between arms, or has no choice."""
        cases: Sequence[Name | None] = arms or (None,)
        return cls({case: (Way(ref, case),) for case in cases})


def arrival_by(edges: Iterable[Edge | Exit], passed: Sequence[Passed], state: DagState) -> Arrival:
    """How the token comes by one of some edges, or exits, of a route."""
    ways: dict[Way, None] = {}
    for edge in edges:
        left = passed[edge.source]
        if left.frame is not None:
            return left.frame
        ways.update(dict.fromkeys(left.ways[edge.case]))
    return Arrival(tuple(ways), condition_of(tuple(ways), state))
