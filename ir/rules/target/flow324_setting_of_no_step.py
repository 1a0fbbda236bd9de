"""FLOW324: a setting of a step that it has no effect on."""

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
    code="FLOW324",
    title="Setting of a step that it has no effect on",
    severity=Severity.WARNING,
    why=(
        "Some settings name steps: `loop-bounds` and `steps` of Airflow, `distributed` of Step Functions. One "
        "that names a step which cannot have it, or a name like one that can, is most likely a mistake. A name "
        "like none in the flow may be of another flow that shares the configuration, which is a note."
    ),
    bad=flow(),
    good=_LOOP,
    files={"flowc.toml": "[airflow.loop-bounds]\nwork = 3\n"},
    target="airflow",
    ignorable=False,
)
