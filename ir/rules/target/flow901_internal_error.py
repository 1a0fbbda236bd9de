"""FLOW901: flowc failed in a way that nobody foresaw."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW901",
    title="flowc itself is at fault",
    severity=Severity.ERROR,
    why=(
        "This is a mistake in flowc, not in the flow. Please report it with the flow, or with the"
        " smallest part of it that still shows it."
    ),
    bad=flow(),
    good=flow(),
    ignorable=False,
)
