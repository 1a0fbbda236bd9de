"""FLOW341: the package that talks to the engine is not installed."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW341",
    title="Client package not installed",
    severity=Severity.ERROR,
    why=(
        "flowc compiles with nothing but itself. To talk to an engine it uses the engine's own client "
        "package, which is installed only where somebody deploys."
    ),
    bad=flow(),
    good=flow(),
    target="deploy",
    ignorable=False,
)
