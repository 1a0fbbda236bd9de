"""FLOW401: a name that the engine cannot take."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW401",
    title="Name changed for the target",
    severity=Severity.NOTE,
    why=(
        "Names of objects and labels have 63 characters at most (52 when the flow is scheduled), "
        "and some words mean something to the engine. flowc then derives another name and says "
        "which, so that you find it in the engine."
    ),
    bad=flow().replace("work", "contains"),
    good=flow(),
    target="argo",
)
