"""FLOW111: an artifact is written in a branch, never read, and gone after the join."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, note
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, dataflow
from flowc.ir.flow import Flow, Foreach, Switch
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    last = flow.exit_level(analysis.end) if analysis.end is not None else None
    if last is None or flow.unseen or last.open:
        return
    used = set(_used(analysis.flow))
    if None in used:
        return
    for name in flow.universe.names(flow.universe.everything & ~last.may):
        if name not in used and not name.startswith("_") and name not in flow.shared:
            yield from _finding(flow, name)


def _used(flow: Flow) -> Iterator[str | None]:
    """Every artifact that some step, transition or merge looks at by name; None for a name that is not known."""
    for step in flow.steps:
        for read in step.effects.reads:
            yield read.name
        for taken in step.effects.input_reads:
            yield taken.name or ""
        for merge in step.effects.merges:
            yield from merge.include or ()
        match step.transition:
            case Foreach(variable=name) | Switch(condition=name):
                yield name
            case _:
                pass


def _finding(flow: DataFlow, name: str) -> Iterator[Finding]:
    for step, write in flow.writers(name)[:1]:
        yield note(
            "FLOW111",
            write.span,
            f"`self.{name}` of step `{step.id}` is read by no other step, and ends at the join",
            label="stored for every task, for nobody",
            help="remove it, or make it a local variable; if it is a result, read it in the join",
        )


RULE = Rule(
    code="FLOW111",
    title="Artifact is used by no other step",
    severity=Severity.NOTE,
    why=(
        "Every artifact is pickled and stored. One that no step reads, and that no join carries on to the end of "
        "the flow, costs time and space in each task; often its reader was meant to be there."
    ),
    bad="""\
from metaflow import FlowSpec, step


class ForkFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.left, self.right)

    @step
    def left(self):
        self.scratch = 1
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ForkFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class ForkFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.left, self.right)

    @step
    def left(self):
        self.result = 1
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.result = inputs.left.result
        self.next(self.end)

    @step
    def end(self):
        print(self.result)


if __name__ == "__main__":
    ForkFlow()
""",
    check=_check,
)
