"""FLOW029: some branches of a split miss its join."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import StepId
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.wording import listed, opening_label
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.SEVERAL_JOINS):
        yield _several(analysis, fault)
    for fault in faults(analysis, FaultKind.PARTIAL_JOIN):
        yield _partial(analysis, fault)


def _several(analysis: Analysis, fault: Fault) -> Finding:
    joins = [analysis.steps[StepId(name)] for name in fault.others]
    return error(
        "FLOW029",
        fault.span,
        f"the branches of `{fault.step}` end in different joins: {listed(fault.others)}",
        label="all of these branches have to meet in one join",
        help="split again inside a branch to join some of them earlier",
        related=tuple(Label(span=join.span, text=f"`{join.id}` gets some of them") for join in joins),
    )


def _partial(analysis: Analysis, fault: Fault) -> Finding:
    opener, *missing = fault.others
    return error(
        "FLOW029",
        fault.span,
        f"the join `{fault.step}` does not get {listed(missing)}, opened by `{opener}`",
        label="waits for a branch that never comes",
        help=f"let every branch end with `self.next(self.{fault.step})`",
        related=(opening_label(analysis, opener),),
    )


RULE = Rule(
    code="FLOW029",
    title="Branches of one split do not meet in one join",
    severity=Severity.ERROR,
    why=(
        "A join gets one input from every branch of the split that it closes. If only some of the "
        "branches lead to it, it would wait for the others forever."
    ),
    bad="""\
from metaflow import FlowSpec, step


class PartialFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b, self.c)

    @step
    def a(self):
        self.next(self.first)

    @step
    def b(self):
        self.next(self.first)

    @step
    def c(self):
        self.next(self.second)

    @step
    def first(self, inputs):
        self.next(self.second)

    @step
    def second(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class PartialFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.pair, self.c)

    @step
    def pair(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.next(self.first)

    @step
    def b(self):
        self.next(self.first)

    @step
    def c(self):
        self.next(self.second)

    @step
    def first(self, inputs):
        self.next(self.second)

    @step
    def second(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
