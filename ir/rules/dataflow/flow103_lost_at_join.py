"""FLOW103: an artifact is read that a join has not carried on."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, Presence, dataflow
from flowc.ir.effects import Read
from flowc.ir.flow import Step
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.reading import certain_reads
from flowc.ir.rules.dataflow.wording import carry, is_sure, losing_join


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step, read in certain_reads(flow, Presence.LOST):
        yield _finding(flow, step, read)


def _finding(flow: DataFlow, step: Step, read: Read) -> Finding:
    join = losing_join(flow, step, read.name)
    report = error if is_sure(step) else warning
    inside = join == step.id
    where = "has not taken from its inputs" if inside else f"the join `{join}` does not carry on"
    return report(
        "FLOW103",
        read.span,
        f"step `{step.id}` reads `self.{read.name}`, which {'it ' if inside else ''}{where}",
        label="a join starts without the artifacts of its branches" if inside else "has no value here",
        help=None if join is None else carry(flow, join, read.name),
        related=_join_label(flow, join) if not inside else (),
    )


def _join_label(flow: DataFlow, join: str | None) -> tuple[Label, ...]:
    step = next((step for step in flow.analysis.flow.steps if step.id == join), None)
    return () if step is None else (Label(span=step.span, text="it is lost here"),)


RULE = Rule(
    code="FLOW103",
    title="Artifact is lost at a join",
    severity=Severity.ERROR,
    why=(
        "A join gets its branches as `inputs`, since they may disagree, and starts with nothing on `self` but "
        "parameters and constants. What it neither merges nor assigns does not exist after it."
    ),
    bad="""\
from metaflow import FlowSpec, step


class SplitFlow(FlowSpec):
    @step
    def start(self):
        self.source = "table"
        self.next(self.left, self.right)

    @step
    def left(self):
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        print(self.source)


if __name__ == "__main__":
    SplitFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class SplitFlow(FlowSpec):
    @step
    def start(self):
        self.source = "table"
        self.next(self.left, self.right)

    @step
    def left(self):
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.source)


if __name__ == "__main__":
    SplitFlow()
""",
    check=_check,
)
