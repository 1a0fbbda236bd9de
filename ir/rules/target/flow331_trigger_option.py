"""FLOW331: an option of `@trigger` that has no effect."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW331",
    title="Option of a trigger without effect",
    severity=Severity.WARNING,
    why=(
        "Of the `options` of `@trigger` and `@trigger_on_finish`, Argo Events knows when to forget the events that "
        "have come so far: `reset_at`, a mapping with `cron` and `timezone`. Anything else would be left out "
        "silently."
    ),
    bad=flow("trigger", on_flow='@trigger(events=["orders", "prices"], options={"reset": "0 0 * * *"})'),
    good=flow(
        "trigger",
        on_flow='@trigger(events=["orders", "prices"], options={"reset_at": {"cron": "0 0 * * *"}})',
    ),
    files={"flowc.toml": 'store = "s3://bucket/flows"\n'},
    target="argo",
    ignorable=False,
)
