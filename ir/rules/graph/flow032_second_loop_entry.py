"""FLOW032: a loop has more than one entry."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import targets
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.paths import reached_from
from flowc.ir.rules.graph.wording import listed, way_to
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.SECOND_ENTRY):
        yield _second_entry(analysis, fault)


def _second_entry(analysis: Analysis, fault: Fault) -> Finding:
    return error(
        "FLOW032",
        fault.span,
        f"the loop that `{fault.step}` closes can be entered at {listed(fault.others)}",
        label="goes back into the loop here",
        help="let every way into the loop lead to the same step",
        related=_ways_in(analysis, fault),
    )


def _ways_in(analysis: Analysis, fault: Fault) -> tuple[Label, ...]:
    """The transitions that enter the loop from outside: from steps that it does not lead to."""
    inside = reached_from(analysis, [fault.step])
    return tuple(
        Label(span=way_to(step, target), text=f"`{step.id}` enters the loop at `{target}`")
        for step in analysis.flow.steps
        for target in targets(step.transition)
        if target in fault.others and step.id not in inside
    )


RULE = Rule(
    code="FLOW032",
    title="Loop that can be entered in two places",
    severity=Severity.ERROR,
    why=(
        "A loop counts its passes at its first step. If another step can be entered from outside, "
        "nobody can tell which pass it belongs to."
    ),
    bad="""\
from metaflow import FlowSpec, step


class JumpFlow(FlowSpec):
    @step
    def start(self):
        self.state = "b"
        self.next({"a": self.a, "b": self.b}, condition="state")

    @step
    def a(self):
        self.next(self.b)

    @step
    def b(self):
        self.next({"b": self.a, "end": self.end}, condition="state")

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class JumpFlow(FlowSpec):
    @step
    def start(self):
        self.state = "b"
        self.next(self.a)

    @step
    def a(self):
        self.next(self.b)

    @step
    def b(self):
        self.next({"b": self.a, "end": self.end}, condition="state")

    @step
    def end(self):
        pass
""",
    check=_check,
)
