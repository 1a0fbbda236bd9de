"""FLOW001: the file is not valid Python."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW001",
    title="Not valid Python",
    severity=Severity.ERROR,
    why=(
        "Python itself refuses the file, so no flow in it can be read, let alone run. The place is where "
        "Python stops reading; the mistake is there or just before."
    ),
    bad="""\
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    ignorable=False,
)
