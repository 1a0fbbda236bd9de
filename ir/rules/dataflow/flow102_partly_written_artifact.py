"""FLOW102: an artifact is read that only some of the paths before have written."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, Presence, dataflow
from flowc.ir.effects import Read
from flowc.ir.flow import Step
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.reading import certain_reads
from flowc.ir.rules.dataflow.wording import writers


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step, read in certain_reads(flow, Presence.MAYBE):
        yield _finding(flow, step, read)


def _finding(flow: DataFlow, step: Step, read: Read) -> Finding:
    return warning(
        "FLOW102",
        read.span,
        f"step `{step.id}` reads `self.{read.name}`, which is set on some of the paths to it only",
        label="may have no value here",
        help=f'set it on every path, for example in the start step, or test it with `hasattr(self, "{read.name}")`',
        notes=_notes(flow, read.name),
        related=writers(flow, read.name),
    )


def _notes(flow: DataFlow, name: str) -> tuple[str, ...]:
    caught = [step.id for step, _ in flow.writers(name) if step.settings.catch is not None]
    if not caught:
        return ()
    return (
        f"an exception in `{caught[0]}` is taken by `@catch`, and what the step had not set yet stays unset",
    )


RULE = Rule(
    code="FLOW102",
    title="Artifact is written on some paths only",
    severity=Severity.WARNING,
    why=(
        "The artifact is set under a condition, or in one arm of a switch, and read where the other paths come "
        "together with it. Runs that take another path fail with an AttributeError."
    ),
    bad="""\
from metaflow import FlowSpec, Parameter, step


class ScoreFlow(FlowSpec):
    limit = Parameter("limit", default=3)

    @step
    def start(self):
        if self.limit > 2:
            self.score = 10
        self.next(self.end)

    @step
    def end(self):
        print(self.score)


if __name__ == "__main__":
    ScoreFlow()
""",
    good="""\
from metaflow import FlowSpec, Parameter, step


class ScoreFlow(FlowSpec):
    limit = Parameter("limit", default=3)

    @step
    def start(self):
        self.score = 0
        if self.limit > 2:
            self.score = 10
        self.next(self.end)

    @step
    def end(self):
        print(self.score)


if __name__ == "__main__":
    ScoreFlow()
""",
    check=_check,
)
