"""FLOW208: the default of a parameter is not known at compile time."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW208",
    title="Default left to run time",
    severity=Severity.WARNING,
    why=(
        "The default of this Parameter depends on something that flowc does not run, so it is evaluated "
        "when the run starts, and not when the flow is deployed. Give a function as the default to say that "
        "this is meant."
    ),
    bad="""\
from datetime import date

from metaflow import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    day = Parameter("day", default=str(date.today()))

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from datetime import date

from metaflow import FlowSpec, Parameter, step


def today(context):
    return str(date.today())


class TrainFlow(FlowSpec):
    day = Parameter("day", default=today)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
