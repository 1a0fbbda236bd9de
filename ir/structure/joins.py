"""Which join closes each frame: every root must reach it, and nothing else may."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.ir.flow import Step, StepId, targets
from flowc.ir.structure.fault import Fault, FaultKind
from flowc.ir.structure.place import Arrivals, Frames


def close_frames(frames: Frames, steps: Mapping[StepId, Step], arrivals: Arrivals) -> None:
    """Set `frames.joins`, or note the faults of joins that do not close exactly one frame."""
    closed: dict[StepId, list[StepId]] = {}
    roots: dict[StepId, set[StepId | None]] = {}
    for join, places in arrivals.items():
        groups: dict[StepId, set[StepId | None]] = {}
        for place in places:
            assert place.opener is not None
            groups.setdefault(frames.find(place.opener), set()).add(place.root)
        if len(groups) > 1:
            _unrelated(frames, steps[join], tuple(groups))
            continue
        for opener, reached in groups.items():
            closed.setdefault(opener, []).append(join)
            roots.setdefault(opener, set()).update(reached)
    for opener, joins in closed.items():
        frames.joins[opener] = joins[0]
        if opener not in frames.doubtful:
            _check_joins(frames, steps, opener, joins, roots[opener])


def _unrelated(frames: Frames, join: Step, openers: tuple[StepId, ...]) -> None:
    if not any(opener in frames.doubtful for opener in openers):
        fault = Fault(kind=FaultKind.UNRELATED_JOIN, step=join.id, others=openers, span=join.span)
        frames.report(fault)


def _check_joins(
    frames: Frames,
    steps: Mapping[StepId, Step],
    opener: StepId,
    joins: list[StepId],
    reached: set[StepId | None],
) -> None:
    step = steps[opener]
    if len(joins) > 1:
        span = step.transition.span
        frames.report(Fault(kind=FaultKind.SEVERAL_JOINS, step=opener, others=tuple(joins), span=span))
        return
    missing = tuple(root for root in targets(step.transition) if root not in reached)
    if missing:
        others = (opener, *missing)
        span = steps[joins[0]].span
        frames.report(Fault(kind=FaultKind.PARTIAL_JOIN, step=joins[0], others=others, span=span))
