"""FLOW215: a mutator or an extension changes settings."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW215",
    title="Decorator that rewrites the flow",
    severity=Severity.ERROR,
    why=(
        "Mutators and extensions of Metaflow change steps while the flow is being imported, so what they do "
        "cannot be read from the source. flowc refuses them: a manifest without their changes would be "
        "wrong."
    ),
    bad="""\
from metaflow import FlowSpec, StepMutator, step


class Retried(StepMutator):
    def mutate(self, mutable_step):
        mutable_step.add_decorator("retry")


class TrainFlow(FlowSpec):
    @Retried
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
    @retry
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
