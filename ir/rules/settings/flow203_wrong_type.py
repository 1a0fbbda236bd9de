"""FLOW203: an argument does not have the form that its decorator expects."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW203",
    title="Argument of the wrong type",
    severity=Severity.ERROR,
    why=(
        "An argument that does not have the form its decorator expects fails when the task starts, or is "
        "taken for something else without a word. Amounts of memory and disk are plain numbers of MiB."
    ),
    bad="""\
from metaflow import FlowSpec, resources, step


class TrainFlow(FlowSpec):
    @resources(memory="8 GB")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, resources, step


class TrainFlow(FlowSpec):
    @resources(memory=8192)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
