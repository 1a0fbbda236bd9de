"""FLOW322: an executor lacks what it needs."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW322",
    title="Executor not configured",
    severity=Severity.ERROR,
    why=(
        "A step that runs as a job or task elsewhere needs names that only you know, and a way to get "
        "the code and to give its answers."
    ),
    bad=flow("batch", on_step="@batch(memory=8192)"),
    good=flow(),
    target="airflow",
    ignorable=False,
)
