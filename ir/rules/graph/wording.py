"""How findings about the graph speak of what opens a branch."""

from __future__ import annotations

from collections.abc import Sequence

from flowc.diagnostics import Label, Span
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Foreach, Gang, Step, StepId, Switch


def kind_of_opening(analysis: Analysis, step: str) -> str:
    """The user's word for what a step opens: split, foreach or num_parallel."""
    match analysis.steps[StepId(step)].transition:
        case Foreach():
            return "foreach"
        case Gang():
            return "num_parallel"
        case _:
            return "split"


def opening_label(analysis: Analysis, step: str) -> Label:
    """Points at the transition that opens a split or foreach."""
    span = analysis.steps[StepId(step)].transition.span
    return Label(span=span, text=f"the {kind_of_opening(analysis, step)} of `{step}`")


def way_to(step: Step, target: str) -> Span:
    """Where a step names a target: the case of a switch, else the whole transition."""
    if isinstance(step.transition, Switch):
        for case in step.transition.cases:
            if case.target == target:
                return case.span
    return step.transition.span


def listed(names: Sequence[str]) -> str:
    """`a`, `b` and `c`; long lists are cut."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) > MOST_NAMES:
        quoted = [*quoted[: MOST_NAMES - 1], f"{len(quoted) - MOST_NAMES + 1} more"]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


MOST_NAMES = 6
"""A list of more names than this is cut: a finding should fit on a screen."""
