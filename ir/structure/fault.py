"""Why a step graph has no structure: the facts, which rules turn into findings."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from flowc.diagnostics import Span
from flowc.diagnostics.record import record


class FaultKind(Enum):
    """Each kind is reported by one rule of its own."""

    JOIN_WITHOUT_SPLIT = "a join that no split opens"
    END_INSIDE_FRAME = "the end is reached before a split was joined"
    PARTIAL_JOIN = "a join that does not get all branches"
    UNRELATED_JOIN = "a join of branches of different splits"
    SEVERAL_JOINS = "branches of one split that reach different joins"
    TWO_DEPTHS = "a step reached at two nesting depths"
    SHARED_BY_BRANCHES = "a step reached from two branches without a join"
    DIFFERENT_BODIES = "splits that open different branches lead to one step"
    OPENER_INTO_JOIN = "a split that leads straight into its join"
    SECOND_ENTRY = "a loop that can be entered in two places"
    ENDLESS_LOOP = "a loop that cannot be left"
    BACK_TO_START = "a back edge to the start step"
    BACK_TO_JOIN = "a back edge to a join"
    BACK_OUT_OF_FRAME = "a back edge that leaves its branch or foreach"
    TOO_DEEP = "nested deeper than flowc follows"


@record
class Fault:
    """One fault about `step`, at `span`, the transition that causes it; `others` are steps it involves."""

    kind: FaultKind
    step: str
    others: tuple[str, ...] = ()
    span: Span = field(compare=False, repr=False)
