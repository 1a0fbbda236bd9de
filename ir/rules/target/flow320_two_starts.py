"""FLOW320: a schedule and events."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW320",
    title="Schedule and events",
    severity=Severity.ERROR,
    why=(
        "A DAG of Airflow is started by its timetable or by assets. With both, it would be unclear "
        "which run is which, and Airflow releases differ in what they do."
    ),
    bad=flow("schedule", "trigger", on_flow='@trigger(event="data")\n@schedule(cron="0 6 * * *")'),
    good=flow("schedule", on_flow='@schedule(cron="0 6 * * *")'),
    target="airflow",
    ignorable=False,
)
