"""FLOW423: more tasks at once than Airflow's pool has slots."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

_FOREACH = """\
from metaflow import FlowSpec, step


class ReportFlow(FlowSpec):
    @step
    def start(self):
        self.items = list(range(300))
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""

RULE = Rule(
    code="FLOW423",
    title="More tasks at once than slots",
    severity=Severity.NOTE,
    why=(
        "`max-parallel` becomes the `max_active_tasks` of the DAG. Airflow also counts the slots of a pool, "
        "128 unless raised, over the tasks of all DAGs, and says nothing when tasks wait for one."
    ),
    bad=_FOREACH,
    good=flow(),
    files={"flowc.toml": "max-parallel = 400\n"},
    target="airflow",
)
