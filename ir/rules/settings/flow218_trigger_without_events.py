"""FLOW218: a trigger does not say what it waits for."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW218",
    title="Trigger that waits for nothing",
    severity=Severity.ERROR,
    why=(
        "A trigger names what starts the flow: one event or several, one flow or several, each once. "
        "Without a name the flow would never start."
    ),
    bad="""\
from metaflow import FlowSpec, step, trigger


@trigger
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step, trigger


@trigger(event="data_arrived")
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
