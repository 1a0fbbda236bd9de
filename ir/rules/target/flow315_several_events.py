"""FLOW315: a flow that waits for several events."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW315",
    title="Several events on a target that looks at one",
    severity=Severity.ERROR,
    why=(
        "A rule of EventBridge starts a run for each event that fits it, and remembers none. A flow that is to "
        "start when several events have all come would start once for each of them."
    ),
    bad=flow("trigger", on_flow='@trigger(events=["orders", "prices"])'),
    good=flow("trigger", on_flow='@trigger(event="orders")'),
    target="step-functions",
    ignorable=False,
)
