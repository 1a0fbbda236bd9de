"""FLOW421: a graph that the scheduler reads slowly."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

_LOOP = """\
from metaflow import FlowSpec, step


class ReportFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.work)

    @step
    def work(self):
        self.state = "more"
        self.next({{"more": self.{target}, "done": self.end}}, condition="state")

    @step
    def before(self):
        self.next(self.between)

    @step
    def between(self):
        self.next(self.work)

    @step
    def end(self):
        pass
"""

_OTHERS = """\
    @step
    def before(self):
        self.next(self.between)

    @step
    def between(self):
        self.next(self.work)

"""

RULE = Rule(
    code="FLOW421",
    title="Too many tasks",
    severity=Severity.WARNING,
    why=(
        "Airflow parses, serialises and stores the whole graph again and again. "
        "Loops written out many times are what makes it large."
    ),
    bad=_LOOP.format(target="before"),
    good=_LOOP.format(target="work").replace(_OTHERS, ""),
    files={"flowc.toml": "[airflow.loop-bounds]\nwork = 600\n"},
    target="airflow",
)
