"""FLOW026: nothing runs between a split and its join."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import StepId
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.wording import kind_of_opening
from flowc.ir.structure.fault import FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.OPENER_INTO_JOIN):
        join = analysis.steps[StepId(fault.others[0])]
        opening = kind_of_opening(analysis, fault.step)
        yield error(
            "FLOW026",
            fault.span,
            f"the {opening} in step `{fault.step}` leads straight into the join `{join.id}`",
            label="no step runs in between",
            help=f"add a step between them that ends with `self.next(self.{join.id})`",
            related=(Label(span=join.span, text=f"`{join.id}` takes `inputs`, so it is a join"),),
        )


RULE = Rule(
    code="FLOW026",
    title="Split leads straight into a join",
    severity=Severity.ERROR,
    why=(
        "A join puts together what the steps before it made. Between a split or foreach and its join "
        "there has to be at least one step that does something."
    ),
    bad="""\
from metaflow import FlowSpec, step


class EmptyFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.join, foreach="items")

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class EmptyFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
