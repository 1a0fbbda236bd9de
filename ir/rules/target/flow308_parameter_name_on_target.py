"""FLOW308: the name of a parameter is illegal or taken."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW308",
    title="Name that the target does not take for a parameter",
    severity=Severity.ERROR,
    why=(
        "A parameter of the flow becomes a parameter of the workflow, whose names are more "
        "restricted, and among which flowc has some of its own: `flowc-store`, `flowc-image` and those that begin "
        "with `flowc-event-`. The names of events and of the fields that give parameters are restricted too."
    ),
    bad=flow("Parameter", members='region = Parameter("flowc-store", default="eu")'),
    good=flow("Parameter", members='region = Parameter("my-region", default="eu")'),
    target="argo",
    ignorable=False,
)
