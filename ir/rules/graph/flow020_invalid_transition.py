"""FLOW020: a call of `self.next` has none of the known forms."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW020",
    title="Transition that cannot be read",
    severity=Severity.ERROR,
    why=(
        "The graph of a flow is read without running it, so `self.next` must name its steps: "
        "`self.next(self.a)`, `self.next(self.a, self.b)`, `self.next(self.a, foreach='items')`, "
        "`self.next(self.a, num_parallel=4)`, or `self.next({'x': self.a, 'y': self.b}, "
        "condition='choice')`."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next("end")

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    ignorable=False,
)
