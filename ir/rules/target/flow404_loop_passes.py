"""FLOW404: the engine limits how often a loop runs."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

_LOOP = """\
from metaflow import FlowSpec, step


class ReportFlow(FlowSpec):
    @step
    def start(self):
        self.pages = 0
        self.next(self.fetch)

    @step
    def fetch(self):
        self.pages += 1
        self.more = "yes" if self.pages < 5 else "no"
        self.next({"yes": self.fetch, "no": self.end}, condition="more")

    @step
    def end(self):
        print(self.pages)
"""

RULE = Rule(
    code="FLOW404",
    title="Loop with a limit of passes",
    severity=Severity.NOTE,
    why=(
        "On Argo each pass of a loop is a template inside the one before, and Argo nests 100 of "
        "them. On Step Functions the history of an execution ends after 25,000 events, and each pass adds some. A "
        "loop that needs more stops with an error."
    ),
    bad=_LOOP,
    good=flow(),
    target="argo",
)
