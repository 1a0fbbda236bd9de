"""FLOW027: a join is reached while no split is open."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step, StepId
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.paths import reached_from
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    start = analysis.steps[analysis.start] if analysis.start else None
    if start is not None and start.is_join and start.id != analysis.end:
        yield _start_joins(start)
    for fault in faults(analysis, FaultKind.JOIN_WITHOUT_SPLIT):
        if fault.others[0] not in reached_from(
            analysis, [fault.step]
        ):  # else FLOW034: it goes back to the join
            yield _nothing_open(analysis, fault)


def _start_joins(start: Step) -> Finding:
    return error(
        "FLOW027",
        start.span,
        f"the start step `{start.id}` takes `inputs`, but no step comes before it",
        label="a join with nothing to join",
        help=f"write `def {start.id}(self):`",
    )


def _nothing_open(analysis: Analysis, fault: Fault) -> Finding:
    join = analysis.steps[StepId(fault.step)]
    source = fault.others[0]
    return error(
        "FLOW027",
        join.span,
        f"step `{join.id}` takes `inputs`, but no split is open where `{source}` leads to it",
        label="a join with nothing to join",
        help=f"write `def {join.id}(self):`, or split before `{source}`",
        related=(Label(span=fault.span, text="reached from here, outside of any split or foreach"),),
    )


RULE = Rule(
    code="FLOW027",
    title="Join without a split",
    severity=Severity.ERROR,
    why=(
        "A step that takes `inputs` closes a split, a foreach or a `num_parallel`. Where none is open "
        "there is nothing to join."
    ),
    bad="""\
from metaflow import FlowSpec, step


class LonelyFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class LonelyFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.collect)

    @step
    def collect(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
