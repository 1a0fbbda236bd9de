"""FLOW202: a decorator or Parameter has no such argument."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW202",
    title="Unknown argument",
    severity=Severity.ERROR,
    why=(
        "A decorator or Parameter that is given an argument it does not have fails when the flow is "
        "imported. Most often it is a slip of the pen. Decorators take their arguments by name only."
    ),
    bad="""\
from metaflow import FlowSpec, retry, step


class TrainFlow(FlowSpec):
    @retry(time=2)
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
    @retry(times=2)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
