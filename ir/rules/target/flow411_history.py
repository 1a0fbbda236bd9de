"""FLOW411: how many items a foreach has room for."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

FOREACH = """\
from metaflow import FlowSpec, step


class ReportFlow(FlowSpec):
    @step
    def start(self):
        self.pages = [1, 2, 3]
        self.next(self.fetch, foreach="pages")

    @step
    def fetch(self):
        self.text = str(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.texts = [each.text for each in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.texts)
"""

RULE = Rule(
    code="FLOW411",
    title="Items that a run has room for",
    severity=Severity.NOTE,
    why=(
        "Step Functions ends an execution after 25,000 events, and every item of a foreach adds some. A wide "
        "foreach becomes a Distributed Map, which runs each item as an execution of its own; flowc does that by "
        "itself where it knows, or has to fear, that the events would not do."
    ),
    bad=FOREACH,
    good=flow(),
    target="step-functions",
)
