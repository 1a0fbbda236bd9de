"""FLOW332: which namespace is watched is not configured."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW332",
    title="Runs of all namespaces are waited for",
    severity=Severity.WARNING,
    why=(
        "The EventSource of a flow with `@trigger_on_finish` watches the workflows of one namespace. "
        "Without `namespace` it watches those of all: a flow of the same name elsewhere would start this one, and "
        "the role of the EventSource, which is for one namespace, does not allow it."
    ),
    bad=flow("trigger_on_finish", on_flow='@trigger_on_finish(flow="OrdersFlow")'),
    good=flow("schedule", on_flow='@schedule(cron="0 6 * * *")'),
    files={"flowc.toml": 'store = "s3://bucket/flows"\n'},
    target="argo",
    ignorable=False,
)
