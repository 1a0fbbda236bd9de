"""FLOW030: a join gets branches of more than one split."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step, StepId, targets
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.wording import listed, opening_label, way_to
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.UNRELATED_JOIN):
        yield _unrelated(analysis, fault)
    for fault in faults(analysis, FaultKind.TWO_DEPTHS):
        join = analysis.steps[StepId(fault.others[0])]
        if join.is_join:
            yield _two_depths(analysis, join)


def _unrelated(analysis: Analysis, fault: Fault) -> Finding:
    return error(
        "FLOW030",
        fault.span,
        f"`{fault.step}` joins branches that were opened in different steps: {listed(fault.others)}",
        label="a join closes one split or foreach",
        help="give each split a join of its own",
        related=tuple(opening_label(analysis, opener) for opener in fault.others),
    )


def _two_depths(analysis: Analysis, join: Step) -> Finding:
    sources = [step for step in analysis.flow.steps if join.id in targets(step.transition)]
    return error(
        "FLOW030",
        join.span,
        f"`{join.id}` joins branches of different splits: one split is inside another",
        label="a join closes one split or foreach",
        help=f"join the inner branches first, in a step of their own that leads to `{join.id}`",
        related=tuple(
            Label(span=way_to(step, join.id), text=f"`{step.id}` leads to the join") for step in sources
        ),
    )


RULE = Rule(
    code="FLOW030",
    title="Join of branches of different splits",
    severity=Severity.ERROR,
    why=(
        "A join closes one split. Branches that were opened in different places have to be joined one "
        "split at a time, the inner one first."
    ),
    bad="""\
from metaflow import FlowSpec, step


class MixedFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.next(self.c, self.d)

    @step
    def b(self):
        self.next(self.join)

    @step
    def c(self):
        self.next(self.join)

    @step
    def d(self):
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


class MixedFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.next(self.c, self.d)

    @step
    def b(self):
        self.next(self.join)

    @step
    def c(self):
        self.next(self.inner)

    @step
    def d(self):
        self.next(self.inner)

    @step
    def inner(self, inputs):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)
