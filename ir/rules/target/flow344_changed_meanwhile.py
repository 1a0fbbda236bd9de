"""FLOW344: somebody else changed the same object at the same time."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW344",
    title="Changed by somebody else",
    severity=Severity.ERROR,
    why=(
        "Two deployments of one flow at the same time would leave a mixture. The one that comes "
        "second stops, and a new plan shows what the other one has made of the flow."
    ),
    bad=flow(),
    good=flow(),
    target="deploy",
    ignorable=False,
)
