"""FLOW210: `@timeout` gives no duration."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW210",
    title="Timeout without a duration",
    severity=Severity.ERROR,
    why=(
        "A timeout of no time at all would end the step before it begins, so Metaflow refuses it. Hours, "
        "minutes and seconds are added up."
    ),
    bad="""\
from metaflow import FlowSpec, step, timeout


class TrainFlow(FlowSpec):
    @timeout
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step, timeout


class TrainFlow(FlowSpec):
    @timeout(minutes=5)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
