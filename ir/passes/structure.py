"""Give the flow its region tree.

In:  the steps and their transitions.
Out: the same flow with `region` set, or the faults that say why it has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flowc.ir.flow import Broken, End, Flow, Step, StepId, targets
from flowc.ir.structure.derive import derive_structure
from flowc.ir.structure.fault import Fault


def structure(
    flow: Flow, steps: Mapping[StepId, Step], start: StepId | None, end: StepId | None
) -> tuple[Flow, tuple[Fault, ...]]:
    """The flow with its region. Without one when a plainer rule already says what is wrong with the graph."""
    if start is None or end is None or not _is_whole(steps, end):
        return flow, ()
    result = derive_structure(steps, start, end)
    return replace(flow, region=result.region), result.faults


def _is_whole(steps: Mapping[StepId, Step], end: StepId) -> bool:
    return all(_is_sound(step, steps, end) for step in steps.values())


def _is_sound(step: Step, steps: Mapping[StepId, Step], end: StepId) -> bool:
    if step.arguments not in (1, 2) or isinstance(step.transition, Broken):
        return False
    if isinstance(step.transition, End) != (step.id == end) or (step.id == end and step.is_join):
        return False
    return all(target in steps for target in targets(step.transition))
