"""FLOW214: a decorator stands where it has nothing to decorate."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW214",
    title="Decorator in the wrong place",
    severity=Severity.ERROR,
    why=(
        "Decorators of steps go above `@step`, and `@step` directly above the method: they add to the step "
        "that `@step` has made. Decorators of flows go above the class."
    ),
    bad="""\
from metaflow import FlowSpec, retry, step


class TrainFlow(FlowSpec):
    @step
    @retry
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, retry, step


class TrainFlow(FlowSpec):
    @retry
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
