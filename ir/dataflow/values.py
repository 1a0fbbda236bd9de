"""The literal values that an artifact can have at the end of a step."""

from __future__ import annotations

from flowc.ir.dataflow.result import DataFlow
from flowc.ir.effects import Write
from flowc.ir.flow import Step, StepId

_MAX_STEPS = 200


def values_at_exit(flow: DataFlow, step: StepId, name: str) -> tuple[str, ...] | None:
    """Every value, as `repr`, that `name` can have when `step` ends; None when not all are known.

    Looks backwards along the edges for the last writes, through at most 200 steps.
    """
    if flow.edges is None:
        return None
    found: dict[str, None] = {}
    pending, seen = [step], {step}
    while pending:
        current = pending.pop()
        values, goes_on = _written(flow.analysis.steps[current], name)
        if values is None or len(seen) > _MAX_STEPS:
            return None
        found.update(dict.fromkeys(values))
        before = flow.edges.before[current] if goes_on else ()
        for step_before in before:
            if step_before not in seen:
                seen.add(step_before)
                pending.append(step_before)
    return tuple(found)


def _written(step: Step, name: str) -> tuple[tuple[str, ...] | None, bool]:
    """The values that a step gives to an artifact, None when unknown, and whether an older value may stay."""
    effects = step.effects
    catch = step.settings.catch
    writes = [write for write in effects.writes if write.name == name]
    caught = catch is not None and (bool(writes) or catch.var == name)
    if effects.opaque is not None or effects.merges or caught:
        return None, False
    sure = any(write.certain for write in writes)
    return _all_values(writes), not sure and not step.is_join


def _all_values(writes: list[Write]) -> tuple[str, ...] | None:
    collected: list[str] = []
    for write in writes:
        if write.values is None:
            return None
        collected += write.values
    return tuple(collected)
