"""FLOW420: a loop that runs pass by pass."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

_LOOP = """\
from metaflow import FlowSpec, step


class ReportFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.work)

    @step
    def work(self):
        self.state = "more"
        self.next({"more": self.work, "done": self.end}, condition="state")

    @step
    def end(self):
        pass
"""

RULE = Rule(
    code="FLOW420",
    title="Pass of a loop as a run of its own",
    severity=Severity.NOTE,
    why=(
        "Graphs of Airflow have no way back. A loop without a declared bound is a DAG of its own, "
        "which runs once for each pass. With a bound, it is written out in the flow's own DAG."
    ),
    bad=_LOOP,
    good=flow(),
    target="airflow",
)
