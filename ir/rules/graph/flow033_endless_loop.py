"""FLOW033: a loop that no transition leaves."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.wording import listed
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.ENDLESS_LOOP):
        yield _endless(fault)


def _endless(fault: Fault) -> Finding:
    return error(
        "FLOW033",
        fault.span,
        f"a run that reaches `{fault.step}` never ends",
        label=_label(fault),
        help='let a step of the loop choose: `self.next({True: self.again, False: self.done}, condition="more")`',
    )


def _label(fault: Fault) -> str:
    if len(fault.others) > 1:
        return f"no transition leaves the loop over {listed(fault.others)}"
    if fault.others:
        return "the step only leads to itself"
    return "what starts here runs in circles and is never joined"


RULE = Rule(
    code="FLOW033",
    title="Loop without an exit",
    severity=Severity.ERROR,
    why=(
        "A run that enters such a loop never ends. Some step in it needs a switch with a case that leads out."
    ),
    bad="""\
from metaflow import FlowSpec, step


class SpinFlow(FlowSpec):
    @step
    def start(self):
        self.state = "go"
        self.next({"go": self.turn, "stop": self.end}, condition="state")

    @step
    def turn(self):
        self.next(self.turn_back)

    @step
    def turn_back(self):
        self.next(self.turn)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class SpinFlow(FlowSpec):
    @step
    def start(self):
        self.state = "go"
        self.next({"go": self.turn, "stop": self.end}, condition="state")

    @step
    def turn(self):
        self.next(self.turn_back)

    @step
    def turn_back(self):
        self.next({"go": self.turn, "stop": self.end}, condition="state")

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
