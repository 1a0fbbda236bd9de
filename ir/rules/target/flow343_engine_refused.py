"""FLOW343: the engine said no."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW343",
    title="Refused by the engine",
    severity=Severity.ERROR,
    why=(
        "The engine did not accept what it was asked: a permission is missing, a name is not there, a "
        "limit is reached. What it said is part of the message."
    ),
    bad=flow(),
    good=flow(),
    target="deploy",
    ignorable=False,
)
