"""FLOW024: a switch has no alternative."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step, Switch
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if isinstance(step.transition, Switch) and len(step.transition.cases) < 2:
            yield _single(step, step.transition)


def _single(step: Step, switch: Switch) -> Finding:
    if not switch.cases:
        return error(
            "FLOW024",
            switch.span,
            f"the switch in step `{step.id}` has no cases",
            label="leads nowhere",
            help='name a step for each value: `self.next({...}, condition="...")`',
        )
    case = switch.cases[0]
    return error(
        "FLOW024",
        switch.span,
        f"the switch in step `{step.id}` has one case only",
        label=f"a run fails when `self.{switch.condition}` is anything but {case.key!r}",
        help=f"add the other cases, or write `self.next(self.{case.target})`",
    )


RULE = Rule(
    code="FLOW024",
    title="Switch with fewer than two cases",
    severity=Severity.ERROR,
    why=(
        "A switch chooses among steps. With one case there is nothing to choose, and Metaflow refuses "
        "it; often a case was forgotten, and a run with any other value fails."
    ),
    bad="""\
from metaflow import FlowSpec, step


class GateFlow(FlowSpec):
    @step
    def start(self):
        self.state = "ready"
        self.next({"ready": self.end}, condition="state")

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class GateFlow(FlowSpec):
    @step
    def start(self):
        self.state = "ready"
        self.next({"ready": self.load, "empty": self.end}, condition="state")

    @step
    def load(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)
