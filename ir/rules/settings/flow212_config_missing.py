"""FLOW212: the value of a Config is missing."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW212",
    title="Config without a value",
    severity=Severity.ERROR,
    why=(
        "The value of a Config is part of the flow: decorators and defaults are made from it. So its file "
        "must be there when the flow is compiled, beside the flow file or named with --config."
    ),
    bad="""\
from metaflow import Config, FlowSpec, step


class TrainFlow(FlowSpec):
    settings = Config("settings", default="setings.json")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import Config, FlowSpec, step


class TrainFlow(FlowSpec):
    settings = Config("settings", default="settings.json")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    files={"settings.json": '{"rate": 0.1}\n'},
)
