"""FLOW105: the variable of a foreach or a switch has no value."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, Span, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, Presence, dataflow
from flowc.ir.flow import Foreach, Step, Switch
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.wording import similar, writers


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        match step.transition:
            case Foreach(variable=str() as name, span=span):
                yield from _missing(flow, step, name, "foreach", span)
            case Switch(condition=name, span=span):
                yield from _missing(flow, step, name, "condition", span)
            case _:
                pass


def _missing(flow: DataFlow, step: Step, name: str, keyword: str, span: Span) -> Iterator[Finding]:
    if any(read.name == name and read.certain for read in step.effects.reads):
        return  # the read itself is reported
    found = flow.at_exit(step.id, name)
    if found in (Presence.NEVER, Presence.LOST):
        yield error(
            "FLOW105",
            span,
            f'`{keyword}="{name}"` in step `{step.id}` names an artifact that does not exist',
            label=f"`self.{name}` has no value here",
            help=_help(flow, step, name),
            related=writers(flow, name),
        )
    elif found is Presence.MAYBE:
        yield warning(
            "FLOW105",
            span,
            f'`{keyword}="{name}"` in step `{step.id}` names an artifact that is set on some paths only',
            label=f"`self.{name}` may have no value here",
            help=f"set `self.{name}` on every path to `self.next`",
            related=writers(flow, name),
        )


def _help(flow: DataFlow, step: Step, name: str) -> str:
    close = None if flow.universe.bit(name) else similar(name, flow.names())
    if close is not None:
        return f"did you mean `{close}`?"
    return f"set `self.{name}` in step `{step.id}` before `self.next`"


RULE = Rule(
    code="FLOW105",
    title="Variable of a foreach or switch is not set",
    severity=Severity.ERROR,
    why=(
        '`foreach="items"` and `condition="mode"` name an artifact that `self.next` looks up when the step ends. '
        "When the artifact does not exist, the step fails there, after all its work."
    ),
    bad="""\
from metaflow import FlowSpec, step


class FilesFlow(FlowSpec):
    @step
    def start(self):
        self.files = ["a", "b"]
        self.next(self.load, foreach="file")

    @step
    def load(self):
        self.size = len(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(item.size for item in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.total)


if __name__ == "__main__":
    FilesFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class FilesFlow(FlowSpec):
    @step
    def start(self):
        self.files = ["a", "b"]
        self.next(self.load, foreach="files")

    @step
    def load(self):
        self.size = len(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(item.size for item in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.total)


if __name__ == "__main__":
    FilesFlow()
""",
    check=_check,
)
