"""FLOW204: a step or flow has the same decorator twice."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW204",
    title="Decorator written twice",
    severity=Severity.ERROR,
    why=(
        "Two decorators of one kind on a step or flow contradict each other, and Metaflow refuses them. "
        "Only `@card` and `@exit_hook` can stand several times."
    ),
    bad="""\
from metaflow import FlowSpec, retry, step


class TrainFlow(FlowSpec):
    @retry(times=1)
    @retry(times=2)
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
