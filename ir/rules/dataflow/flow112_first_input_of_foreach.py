"""FLOW112: a join takes one input by position from a foreach that may have none."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, note
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, dataflow
from flowc.ir.dataflow.values import values_at_exit
from flowc.ir.flow import Foreach, Gang, Step, StepId
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.iterables import is_empty


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        if flow.is_foreach_join(step.id) and any(_may_be_empty(flow, each) for each in flow.openers(step.id)):
            yield from _of_join(step)


def _may_be_empty(flow: DataFlow, opener: StepId) -> bool:
    match flow.analysis.steps[opener].transition:
        case Gang():
            return False
        case Foreach(variable=str() as name):
            values = values_at_exit(flow, opener, name)
            return not values or any(is_empty(value) is not False for value in values)
        case _:
            return True


def _of_join(step: Step) -> Iterator[Finding]:
    for read in step.effects.input_reads:
        if read.certain and read.index is not None:
            yield note(
                "FLOW112",
                read.span,
                f"`inputs[{read.index}]` in `{step.id}` fails when the foreach has no items",
                label="there is no input then",
                help="nothing to do if there is always an item; otherwise compile with `--empty-foreach=error` "
                "or handle the case",
            )
            return


RULE = Rule(
    code="FLOW112",
    title="Input by position of a foreach that may be empty",
    severity=Severity.NOTE,
    why=(
        "A foreach over an empty list runs no task and goes on to its join, where `inputs` is empty. Taking one by "
        "position fails there."
    ),
    bad="""\
from metaflow import FlowSpec, step


class PagesFlow(FlowSpec):
    @step
    def start(self):
        self.pages = list(map(str, range(3)))
        self.next(self.fetch, foreach="pages")

    @step
    def fetch(self):
        self.text = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.first = inputs[0].text
        self.next(self.end)

    @step
    def end(self):
        print(self.first)


if __name__ == "__main__":
    PagesFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class PagesFlow(FlowSpec):
    @step
    def start(self):
        self.pages = ["a", "b", "c"]
        self.next(self.fetch, foreach="pages")

    @step
    def fetch(self):
        self.text = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.first = inputs[0].text
        self.next(self.end)

    @step
    def end(self):
        print(self.first)


if __name__ == "__main__":
    PagesFlow()
""",
    check=_check,
)
