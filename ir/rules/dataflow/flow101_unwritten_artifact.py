"""FLOW101: an artifact is read that nothing before can have written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, Presence, dataflow
from flowc.ir.effects import Read
from flowc.ir.flow import Step
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.reading import certain_reads
from flowc.ir.rules.dataflow.wording import is_sure, listed, similar, writers


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step, read in certain_reads(flow, Presence.NEVER):
        yield _finding(flow, step, read)


def _finding(flow: DataFlow, step: Step, read: Read) -> Finding:
    elsewhere = [other.id for other, _ in flow.writers(read.name)]
    report = error if is_sure(step) else warning
    return report(
        "FLOW101",
        read.span,
        f"step `{step.id}` reads `self.{read.name}`, which {_why(step, elsewhere)}",
        label="has no value when the step gets here",
        help=_help(flow, step, read, elsewhere),
        notes=_notes(flow, read.name),
        related=() if list(elsewhere) == [step.id] else writers(flow, read.name),
    )


def _notes(flow: DataFlow, name: str) -> tuple[str, ...]:
    if any(write.function for _, write in flow.writers(name)):
        return ("a function on `self` is not stored: it is gone when the step that sets it ends",)
    return ()


def _why(step: Step, elsewhere: Sequence[str]) -> str:
    if not elsewhere:
        return "no step sets"
    if list(elsewhere) == [step.id]:
        return "is only set further down in this step"
    return f"no step before it sets: only {listed(elsewhere)} {'does' if len(elsewhere) == 1 else 'do'}"


def _help(flow: DataFlow, step: Step, read: Read, elsewhere: Sequence[str]) -> str:
    close = None if elsewhere else similar(read.name, flow.names())
    if close is not None:
        return f"did you mean `self.{close}`?"
    return f"set `self.{read.name}` in a step that runs before `{step.id}`"


RULE = Rule(
    code="FLOW101",
    title="Artifact is read but never written before",
    severity=Severity.ERROR,
    why=(
        "A step finds on `self` what the steps before it have put there, and nothing else. Reading anything else "
        "raises an AttributeError when the step runs, which may be hours after the flow was started."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2, 3]
        self.next(self.end)

    @step
    def end(self):
        print(self.row)


if __name__ == "__main__":
    TrainFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [1, 2, 3]
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)


if __name__ == "__main__":
    TrainFlow()
""",
    check=_check,
)
