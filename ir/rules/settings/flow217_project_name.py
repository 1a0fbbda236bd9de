"""FLOW217: a project or branch has no valid name."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW217",
    title="Not the name of a project",
    severity=Severity.ERROR,
    why=(
        "The names of projects and branches become part of names on every engine. They hold lower-case "
        "letters, digits and `_` only, at most 128 characters."
    ),
    bad="""\
from metaflow import FlowSpec, project, step


@project(name="Fraud Models")
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, project, step


@project(name="fraud_models")
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
