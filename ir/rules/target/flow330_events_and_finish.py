"""FLOW330: `@trigger` and `@trigger_on_finish` on one flow."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW330",
    title="Events and the end of flows together",
    severity=Severity.ERROR,
    why=(
        "A Sensor of Argo Events starts a run when everything it waits for has come. With both decorators it would "
        "wait for the events and for the other flows, which Metaflow refuses as well: it is not said which of "
        "the two ways to start is meant."
    ),
    bad=flow(
        "trigger",
        "trigger_on_finish",
        on_flow='@trigger(event="prices")\n@trigger_on_finish(flow="OrdersFlow")',
    ),
    good=flow("trigger_on_finish", on_flow='@trigger_on_finish(flow="OrdersFlow")'),
    files={"flowc.toml": 'store = "s3://bucket/flows"\nnamespace = "flows"\n'},
    target="argo",
    ignorable=False,
)
