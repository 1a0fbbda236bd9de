"""FLOW422: a foreach wider than the engine maps."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

_FOREACH = """\
from metaflow import FlowSpec, step


class ReportFlow(FlowSpec):
    @step
    def start(self):
        self.items = list(range(5000))
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.state = "a" if self.input % 2 else "b"
        self.next({"a": self.more, "b": self.join}, condition="state")

    @step
    def more(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""
_CHOICE = 'self.next({"a": self.more, "b": self.join}, condition="state")'

RULE = Rule(
    code="FLOW422",
    title="Foreach too wide",
    severity=Severity.WARNING,
    why=(
        "Airflow maps a task over 1024 items unless configured otherwise, and Argo keeps every node of a "
        "workflow in one object, which some thousand nodes fill. Bodies in which all items go the same way "
        "are run in slices when there are more; others are not."
    ),
    bad=_FOREACH,
    good=_FOREACH.replace(_CHOICE, "self.next(self.more)"),
    files={"flowc.toml": "max-fan-out = 5000\n"},
    target="airflow",
)
