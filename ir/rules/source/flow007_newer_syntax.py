"""FLOW007: the file has syntax that the Python of the steps does not read."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW007",
    title="Syntax newer than the Python of the steps",
    severity=Severity.ERROR,
    why=(
        "The steps run in an image with a Python of its own, which the setting `target-python` names. Syntax "
        "that came later than that Python is a syntax error there, at the start of every step."
    ),
    bad="""\
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        try:
            self.total = 1
        except* ValueError:
            self.total = 0
        self.next(self.end)

    @step
    def end(self):
        print(self.total)
""",
    good="""\
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        try:
            self.total = 1
        except ValueError:
            self.total = 0
        self.next(self.end)

    @step
    def end(self):
        print(self.total)
""",
    files={"flowc.toml": 'target-python = "3.10"\n'},
    ignorable=False,
)
