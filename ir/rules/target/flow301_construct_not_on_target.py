"""FLOW301: the flow needs what the target does not have."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW301",
    title="Construct that the target cannot run",
    severity=Severity.ERROR,
    why=(
        "Engines differ. What one of them cannot do, or what flowc cannot yet do there, is said "
        "before anything is deployed: nothing is left out silently."
    ),
    bad=flow("trigger", on_flow='@trigger(event="data_updated")'),
    good=flow("schedule", on_flow='@schedule(cron="0 6 * * *")'),
    files={"flowc.toml": 'store = "s3://bucket/flows"\n'},
    target="argo",
    ignorable=False,
)
