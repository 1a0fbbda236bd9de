"""Where one can get to in the step graph."""

from __future__ import annotations

from collections.abc import Iterable

from flowc.ir.analysis import Analysis
from flowc.ir.flow import StepId, targets


def reached_from(analysis: Analysis, origins: Iterable[str]) -> dict[StepId, None]:
    """The steps that can run after (or as) one of `origins`, in the order met; these come first."""
    work = [StepId(name) for name in origins if StepId(name) in analysis.steps]
    seen = dict.fromkeys(work)
    while work:
        for target in targets(analysis.steps[work.pop()].transition):
            if target in analysis.steps and target not in seen:
                seen[target] = None
                work.append(target)
    return seen
