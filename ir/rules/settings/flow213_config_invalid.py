"""FLOW213: the value of a Config cannot be parsed."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW213",
    title="Config that cannot be read",
    severity=Severity.ERROR,
    why=(
        "Config files are read as JSON unless `parser` says otherwise; JSON, TOML and YAML parsers are "
        "known. A parser of your own would have to run, which flowc never does: run it yourself and pass "
        "the result."
    ),
    bad="""\
from metaflow import Config, FlowSpec, step


class TrainFlow(FlowSpec):
    settings = Config("settings", default="settings.toml")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
import tomllib

from metaflow import Config, FlowSpec, step


class TrainFlow(FlowSpec):
    settings = Config("settings", default="settings.toml", parser=tomllib.loads)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    files={"settings.toml": "rate = 0.1\n"},
)
