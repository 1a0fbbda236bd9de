"""FLOW207: the default of a parameter cannot be converted to its type."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW207",
    title="Default does not fit its type",
    severity=Severity.ERROR,
    why=(
        "The default of a Parameter is converted to its type when a run starts without a value. One that "
        "cannot be converted, or is none of the choices, fails there."
    ),
    bad="""\
from metaflow import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    epochs = Parameter("epochs", type=int, default="many")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    epochs = Parameter("epochs", type=int, default=10)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
