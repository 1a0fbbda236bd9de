"""FLOW004: the file has no flow."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW004",
    title="No flow in the file",
    severity=Severity.ERROR,
    why=(
        "A flow is a class that derives from FlowSpec. A file without one has nothing to compile; most often "
        "the base class was forgotten, or the file is a helper of another flow."
    ),
    bad="""\
from metaflow import FlowSpec, step


class HelloFlow:
    @step
    def start(self):
        self.next(self.end)

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
