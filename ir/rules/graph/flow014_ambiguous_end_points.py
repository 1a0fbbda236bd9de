"""FLOW014: one step is marked as the start (or end) while another one has that name."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step, StepId
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for mark, resolved in (("start", analysis.start), ("end", analysis.end)):
        named = analysis.steps.get(StepId(mark))
        if named is not None and resolved is not None and resolved != mark:
            yield _ambiguous(mark, named, analysis.steps[resolved])


def _ambiguous(mark: str, named: Step, marked: Step) -> Finding:
    return error(
        "FLOW014",
        named.span,
        f"a step is named `{mark}`, but `{marked.id}` is marked as the {mark}",
        label=f"named `{mark}`",
        help=f"rename this step, or remove `{mark}=True` from `{marked.id}`",
        related=(Label(span=marked.span, text=f"marked with `@step({mark}=True)`"),),
    )


RULE = Rule(
    code="FLOW014",
    title="Start or end is both named and marked",
    severity=Severity.ERROR,
    why=(
        "The step named `start` is the start unless another one is marked with `@step(start=True)`; "
        "with both, a reader takes the wrong one. The same holds for the end."
    ),
    bad="""\
from metaflow import FlowSpec, step


class ReportFlow(FlowSpec):
    @step(start=True)
    def load(self):
        self.next(self.start)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class ReportFlow(FlowSpec):
    @step(start=True)
    def load(self):
        self.next(self.begin)

    @step
    def begin(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
