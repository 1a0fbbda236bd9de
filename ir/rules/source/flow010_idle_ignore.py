"""FLOW010: a comment that silences nothing."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW010",
    title="Comment that silences nothing",
    severity=Severity.WARNING,
    why=(
        "A `# flowc: ignore[...]` comment that matches no finding hides nothing today, but would hide a real "
        "mistake tomorrow. Codes that do not exist are usually typing mistakes."
    ),
    bad="""\
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)  # flowc: ignore[FLOW021]

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
