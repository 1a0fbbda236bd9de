"""FLOW342: the engine does not answer."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW342",
    title="Engine that does not answer",
    severity=Severity.ERROR,
    why=(
        "The engine, or something between it and this machine, is down, or the address is wrong. "
        "Deploying and triggering can be repeated: what was done before is found and left as it is."
    ),
    bad=flow(),
    good=flow(),
    target="deploy",
    ignorable=False,
)
