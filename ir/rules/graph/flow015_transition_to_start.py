"""FLOW015: a step leads back to the start."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step, targets
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.wording import way_to


def _check(analysis: Analysis) -> Iterator[Finding]:
    start = analysis.steps[analysis.start] if analysis.start else None
    for step in analysis.flow.steps:
        if start is not None and start.id in targets(step.transition):
            yield _into_start(step, start)


def _into_start(step: Step, start: Step) -> Finding:
    return error(
        "FLOW015",
        way_to(step, start.id),
        f"step `{step.id}` leads to `{start.id}`, the start of the flow",
        label="the start step cannot run again",
        help=f"move what should be repeated from `{start.id}` into a step of its own, and go back to that one",
        related=(Label(span=start.span, text="the flow starts here"),),
    )


RULE = Rule(
    code="FLOW015",
    title="Transition to the start step",
    severity=Severity.ERROR,
    why=(
        "The start step runs once, when the run begins: parameters and triggers belong to it. A loop "
        "has to go back to a later step."
    ),
    bad="""\
from metaflow import FlowSpec, step


class RepeatFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.work)

    @step
    def work(self):
        self.state = "again"
        self.next({"again": self.start, "done": self.end}, condition="state")

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class RepeatFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.work)

    @step
    def work(self):
        self.state = "again"
        self.next({"again": self.work, "done": self.end}, condition="state")

    @step
    def end(self):
        pass
""",
    check=_check,
)
