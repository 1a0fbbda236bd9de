"""FLOW116: a foreach goes over a set, whose order differs from task to task."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import dataflow
from flowc.ir.dataflow.values import values_at_exit
from flowc.ir.flow import Foreach
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.iterables import is_unordered
from flowc.ir.rules.dataflow.wording import writers


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        match step.transition:
            case Foreach(variable=str() as name, span=span):
                values = values_at_exit(flow, step.id, name)
            case _:
                continue
        if values and any(is_unordered(value) for value in values):
            yield warning(
                "FLOW116",
                span,
                f"the foreach of `{step.id}` goes over the set `self.{name}`",
                label="a set of strings has another order in every process",
                help=f"give the items an order: `self.{name} = sorted(self.{name})`",
                related=writers(flow, name),
            )


RULE = Rule(
    code="FLOW116",
    title="Foreach over a set",
    severity=Severity.WARNING,
    why=(
        "Each task of a foreach looks its item up by position. Python gives a set of strings another order in "
        "every process, so two tasks can get the same item while another item is left out."
    ),
    bad="""\
from metaflow import FlowSpec, step


class CitiesFlow(FlowSpec):
    @step
    def start(self):
        self.cities = {"Oslo", "Rome", "Lima"}
        self.next(self.visit, foreach="cities")

    @step
    def visit(self):
        self.city = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.visited = [item.city for item in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.visited)


if __name__ == "__main__":
    CitiesFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class CitiesFlow(FlowSpec):
    @step
    def start(self):
        self.cities = ["Oslo", "Rome", "Lima"]
        self.next(self.visit, foreach="cities")

    @step
    def visit(self):
        self.city = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.visited = [item.city for item in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.visited)


if __name__ == "__main__":
    CitiesFlow()
""",
    check=_check,
)
