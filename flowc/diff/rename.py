"""Which steps only changed their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from flowc.ir.flow import Flow, Step, StepId, targets

Shape: TypeAlias = tuple[object, ...]


def renamed_steps(old: Flow, new: Flow) -> dict[StepId, StepId]:
    """Old name to new name, for steps gone from one flow that stand, alike in all else, in the other.

    Two steps match when they are of the same kind with the same settings, effects and neighbours, where a neighbour
    counts by its name if both flows have it. Names are matched only when the match is the only one.
    """
    kept = {step.id for step in old.steps} & {step.id for step in new.steps}
    before = _by_shape(old, (step for step in old.steps if step.id not in kept), kept)
    after = _by_shape(new, (step for step in new.steps if step.id not in kept), kept)
    return {
        steps[0]: after[shape][0]
        for shape, steps in before.items()
        if len(steps) == 1 and len(after.get(shape, ())) == 1
    }


def _by_shape(flow: Flow, steps: Iterable[Step], kept: set[StepId]) -> dict[Shape, list[StepId]]:
    incoming: dict[StepId, list[str]] = {}
    for step in flow.steps:
        for target in targets(step.transition):
            incoming.setdefault(target, []).append(_name(step.id, kept))
    shapes: dict[Shape, list[StepId]] = {}
    for step in steps:
        shapes.setdefault(_shape(step, incoming, kept), []).append(step.id)
    return shapes


def _shape(step: Step, incoming: Mapping[StepId, list[str]], kept: set[StepId]) -> Shape:
    return (
        step.arguments,
        type(step.transition).__name__,
        tuple(_name(target, kept) for target in targets(step.transition)),
        tuple(sorted(incoming.get(step.id, ()))),
        repr(step.settings),
        tuple(sorted({write.name for write in step.effects.writes})),
        tuple(sorted({read.name for read in step.effects.reads})),
    )


def _name(step: StepId, kept: set[StepId]) -> str:
    return step if step in kept else "?"
