"""FLOW022: no path from the start leads to a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Broken, End, Step, StepId, targets
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.paths import reached_from


def _check(analysis: Analysis) -> Iterator[Finding]:
    if analysis.start is None:
        return
    reached = reached_from(analysis, [analysis.start])
    if any(_is_cut(analysis, analysis.steps[step]) for step in reached):
        return  # another rule reports the transition that is missing
    covered = set(reached)
    if analysis.end is not None and analysis.faults:
        covered.add(analysis.end)  # what keeps the run from its end is the fault, not the end
    for step in _entries_first(analysis, reached):
        if step.id not in covered:
            behind = [after for after in reached_from(analysis, [step.id]) if after not in covered]
            covered.update(behind)
            yield _unreachable(analysis.start, step, behind[1:])


def _is_cut(analysis: Analysis, step: Step) -> bool:
    """Whether more steps might follow than the source shows."""
    match step.transition:
        case Broken():
            return True
        case End():
            return step.id != analysis.end
        case transition:
            return any(target not in analysis.steps for target in targets(transition))


def _entries_first(analysis: Analysis, reached: Mapping[StepId, None]) -> list[Step]:
    """Unreached steps: those that no unreached step leads to, then the rest (cycles)."""
    lost = [step for step in analysis.flow.steps if step.id not in reached]
    inside = {target for step in lost for target in targets(step.transition) if target != step.id}
    return sorted(lost, key=lambda step: step.id in inside)


def _unreachable(start: StepId, step: Step, behind: list[StepId]) -> Finding:
    names = ", ".join(f"`{name}`" for name in behind)
    return error(
        "FLOW022",
        step.span,
        f"step `{step.id}` is never reached",
        label=f"no path from `{start}` leads here",
        help=f"add `self.next(self.{step.id})` to the step that should come before it, or remove it",
        notes=(f"only from here can one get to {names}",) if behind else (),
    )


RULE = Rule(
    code="FLOW022",
    title="Step is never reached",
    severity=Severity.ERROR,
    why=(
        "A step that no path from the start leads to never runs. Either a transition to it is "
        "missing, or it is a leftover."
    ),
    bad="""\
from metaflow import FlowSpec, step


class OrphanFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def clean(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class OrphanFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.clean)

    @step
    def clean(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
