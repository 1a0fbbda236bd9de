"""FLOW201: a value cannot be known without running the flow."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW201",
    title="Value cannot be known without running the flow",
    severity=Severity.ERROR,
    why=(
        "flowc never runs a flow to compile it, so that the same sources always give the same manifest. "
        "What a decorator says must therefore be written in the source, in a Config, or given with "
        "--define."
    ),
    bad="""\
import os

from metaflow import FlowSpec, environment, step


class TrainFlow(FlowSpec):
    @environment(vars={"REGION": os.environ["REGION"]})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, environment, step


class TrainFlow(FlowSpec):
    @environment(vars={"REGION": "eu-west-1"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
