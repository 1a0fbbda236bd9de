"""FLOW008: a file is missing or cannot be read."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW008",
    title="Missing or unreadable file",
    severity=Severity.ERROR,
    why=(
        "The flow file and every local module that it imports have to travel with the flow. A file that is "
        "not there, or may not be read, stops Python at the import: the first step would fail."
    ),
    bad="""\
import reports.weekly
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        reports.weekly.send()
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
import reports.daily
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        reports.daily.send()
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    files={"reports/__init__.py": "", "reports/daily.py": "def send():\n    pass\n"},
    ignorable=False,
)
