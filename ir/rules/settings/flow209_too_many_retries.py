"""FLOW209: a step is retried more often than Metaflow allows."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW209",
    title="Too many retries",
    severity=Severity.ERROR,
    why=(
        "Metaflow runs a task at most six times: the first attempt, four retries, and the one that `@catch` "
        "uses. More would be refused when the flow is deployed."
    ),
    bad="""\
from metaflow import FlowSpec, retry, step


class TrainFlow(FlowSpec):
    @retry(times=10)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, retry, step


class TrainFlow(FlowSpec):
    @retry(times=4)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
