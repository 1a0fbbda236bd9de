"""FLOW321: a setting of the engine's own table that means nothing."""

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
    code="FLOW321",
    title="Wrong setting of the engine",
    severity=Severity.ERROR,
    why=(
        "The table of the configuration that has the engine's name holds what no other engine knows. "
        "A name or value that has no meaning there is most often a slip of the pen."
    ),
    bad=flow(),
    good=_LOOP,
    files={"flowc.toml": "[airflow.loop-bounds]\nwork = 3\n"},
    target="airflow",
    ignorable=False,
)
