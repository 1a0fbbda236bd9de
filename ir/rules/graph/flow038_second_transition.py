"""FLOW038: a step calls `self.next` more than once."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW038",
    title="Step with more than one transition",
    severity=Severity.ERROR,
    why=(
        "A step can call `self.next` once. A second call makes the run fail when it is reached, or when it "
        "names other steps than the last one. To go different ways, choose with a switch."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
