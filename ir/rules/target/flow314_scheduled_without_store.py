"""FLOW314: a flow that starts by itself and whose store nobody names."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW314",
    title="Flow that starts by itself, without a store",
    severity=Severity.WARNING,
    why=(
        "What is not configured becomes a parameter of the workflow. For the store there is no default that could "
        "work, and a run that a schedule or an event starts has nobody to give it: Argo refuses every such run."
    ),
    bad=flow("schedule", on_flow="@schedule(daily=True)"),
    good=flow(),
    target="argo",
    ignorable=False,
)
