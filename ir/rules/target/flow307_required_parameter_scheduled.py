"""FLOW307: nobody gives a scheduled run its parameters."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW307",
    title="Scheduled flow with a required parameter",
    severity=Severity.ERROR,
    why=(
        "A scheduled run starts by itself, with the defaults. A parameter without one would stop "
        "it at its first minute."
    ),
    bad=flow(
        "Parameter",
        "schedule",
        on_flow="@schedule(daily=True)",
        members='region = Parameter("region", required=True)',
    ),
    good=flow(
        "Parameter",
        "schedule",
        on_flow="@schedule(daily=True)",
        members='region = Parameter("region", default="eu")',
    ),
    files={"flowc.toml": 'store = "s3://bucket/flows"\n'},
    target="argo",
    ignorable=False,
)
