"""The faults of the structure pass, less those that merely follow from another one."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.ir.analysis import Analysis
from flowc.ir.rules.graph.paths import reached_from
from flowc.ir.structure.fault import Fault, FaultKind

CONSEQUENCES = frozenset({FaultKind.JOIN_WITHOUT_SPLIT, FaultKind.END_INSIDE_FRAME})
"""What is found behind a step whose nesting is unclear says nothing: it depends on which way was taken there."""


def faults(analysis: Analysis, kind: FaultKind) -> Iterator[Fault]:
    """The faults of one kind that deserve a finding."""
    own = [fault for fault in analysis.faults if fault.kind is kind]
    if own and kind in CONSEQUENCES:
        unclear = reached_from(analysis, _unclear(analysis))
        own = [fault for fault in own if fault.step not in unclear]
    return iter(own)


def _unclear(analysis: Analysis) -> Iterator[str]:
    """The steps that are reached at two depths, or that join too little or too much."""
    for fault in analysis.faults:
        match fault.kind:
            case FaultKind.TWO_DEPTHS | FaultKind.SHARED_BY_BRANCHES | FaultKind.DIFFERENT_BODIES:
                yield fault.others[0]
            case FaultKind.SEVERAL_JOINS:
                yield from fault.others
            case FaultKind.UNRELATED_JOIN:
                yield fault.step
            case FaultKind.OPENER_INTO_JOIN:
                yield fault.others[0]
            case _:
                pass
