"""FLOW305: a cron expression without an equal."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW305",
    title="Schedule that the target cannot follow",
    severity=Severity.ERROR,
    why=(
        "Schedules are written in AWS' notation (six fields, Sunday is 1) or Unix' (five fields, "
        "Sunday is 0). flowc translates between them; what has no equal is refused, since a flow "
        "that starts on the wrong day is worse than one that does not compile."
    ),
    bad=flow("schedule", on_flow='@schedule(cron="0 6 L * ? *")'),
    good=flow("schedule", on_flow='@schedule(cron="0 6 ? * MON-FRI *")'),
    files={"flowc.toml": 'store = "s3://bucket/flows"\n'},
    target="argo",
    ignorable=False,
)
