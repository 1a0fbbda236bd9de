"""Which steps a flow starts and ends with, by Metaflow's rules."""

from __future__ import annotations

from collections.abc import Callable

from flowc.ir.flow import Flow, Step, StepId


def start_step(flow: Flow) -> StepId | None:
    """The only step, else the one marked `@step(start=True)`, else `start`; None when unclear."""
    return _resolve(flow, lambda step: step.marked_start, StepId("start"))


def end_step(flow: Flow) -> StepId | None:
    """The only step, else the one marked `@step(end=True)`, else `end`; None when unclear."""
    return _resolve(flow, lambda step: step.marked_end, StepId("end"))


def _resolve(flow: Flow, marked: Callable[[Step], bool], name: StepId) -> StepId | None:
    if len(flow.steps) == 1:
        return flow.steps[0].id
    candidates = [step.id for step in flow.steps if marked(step)]
    if len(candidates) > 1:
        return None
    if candidates:
        return candidates[0]
    return name if any(step.id == name for step in flow.steps) else None
