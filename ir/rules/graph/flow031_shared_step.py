"""FLOW031: a step is reached from several branches, or at several depths."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import StepId, targets
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.wording import opening_label, way_to
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.SHARED_BY_BRANCHES):
        yield _shared(analysis, fault)
    for fault in faults(analysis, FaultKind.TWO_DEPTHS):
        if not analysis.steps[StepId(fault.others[0])].is_join:  # else FLOW030
            yield _two_depths(analysis, fault)


def _shared(analysis: Analysis, fault: Fault) -> Finding:
    target, opener = fault.others[:2]
    return error(
        "FLOW031",
        way_to(analysis.steps[StepId(fault.step)], target),
        f"step `{target}` is reached from several branches of `{opener}` but does not join them",
        label=f"`{fault.step}` is in another branch than the steps that led to `{target}` before",
        help=f"write `def {target}(self, inputs):` to join here, or give each branch a step of its own",
        related=(opening_label(analysis, opener), *_other_ways(analysis, fault, target)),
    )


def _two_depths(analysis: Analysis, fault: Fault) -> Finding:
    target = fault.others[0]
    return error(
        "FLOW031",
        way_to(analysis.steps[StepId(fault.step)], target),
        f"step `{target}` is reached both inside and outside of a split or foreach",
        label=f"`{fault.step}` is nested differently from the steps that led to `{target}` before",
        help=f"join what is open before it leads to `{target}`",
        related=_other_ways(analysis, fault, target),
    )


def _other_ways(analysis: Analysis, fault: Fault, target: str) -> tuple[Label, ...]:
    """The other transitions to the target."""
    sources = [step for step in analysis.flow.steps if target in targets(step.transition)]
    return tuple(
        Label(span=way_to(step, target), text=f"also reached from `{step.id}`")
        for step in sources
        if step.id != fault.step
    )


RULE = Rule(
    code="FLOW031",
    title="Step shared by branches without a join",
    severity=Severity.ERROR,
    why=(
        "Where branches of a split, or the inside and the outside of a foreach, come together, a join "
        "has to say what becomes of their artifacts. A step that takes only `self` cannot."
    ),
    bad="""\
from metaflow import FlowSpec, step


class SharedFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.next(self.merge)

    @step
    def b(self):
        self.next(self.merge)

    @step
    def merge(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class SharedFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.next(self.merge)

    @step
    def b(self):
        self.next(self.merge)

    @step
    def merge(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)
