"""FLOW019: a step does not end with `self.next`."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import End, Step
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    if analysis.end is None:
        return  # which step was meant to be the end is not known, and FLOW013 asks for it
    for step in analysis.flow.steps:
        if isinstance(step.transition, End) and step.id != analysis.end:
            yield _missing(step, analysis.end)


def _missing(step: Step, end: str) -> Finding:
    return error(
        "FLOW019",
        step.span,
        f"step `{step.id}` does not say which step follows",
        label="no `self.next(...)` at its end",
        help=f"add self.next(self.{end}), or the step that follows, as the last line of `{step.id}`",
    )


RULE = Rule(
    code="FLOW019",
    title="Step without a transition",
    severity=Severity.ERROR,
    why=(
        "Every step but the end says what follows it, with `self.next(...)` as its last statement. Metaflow "
        "reads only that statement: a transition in an `if`, after a `return`, or followed by something "
        "else does not count."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        print("training")

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        print("training")
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
