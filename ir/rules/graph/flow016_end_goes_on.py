"""FLOW016: the end step takes inputs, or has a transition."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import End, Step
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    if analysis.end is None:
        return
    end = analysis.steps[analysis.end]
    if end.is_join:
        yield _joins(end)
    if not isinstance(end.transition, End):
        yield _goes_on(end)


def _joins(end: Step) -> Finding:
    return error(
        "FLOW016",
        end.span,
        f"the end step `{end.id}` joins branches",
        label="the end takes `self` only",
        help=f"add a step that takes `inputs` before it and ends with `self.next(self.{end.id})`",
    )


def _goes_on(end: Step) -> Finding:
    return error(
        "FLOW016",
        end.transition.span,
        f"the end step `{end.id}` has a transition",
        label="nothing runs after the end",
        help="remove this `self.next`, or mark the step that comes last with `@step(end=True)`",
    )


RULE = Rule(
    code="FLOW016",
    title="End step is a join or goes on",
    severity=Severity.ERROR,
    why=(
        "The end step is the last one: it has no transition. It also cannot join branches, since the "
        "run is over when it has run."
    ),
    bad="""\
from metaflow import FlowSpec, step


class LoadFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print("done")
        self.next(self.start_over)

    @step
    def start_over(self):
        self.next(self.end)
""",
    good="""\
from metaflow import FlowSpec, step


class LoadFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print("done")
""",
    check=_check,
    ignorable=False,
)
