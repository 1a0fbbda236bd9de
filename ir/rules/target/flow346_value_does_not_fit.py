"""FLOW346: a value that a run cannot be started with."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW346",
    title="Value that does not fit its parameter",
    severity=Severity.ERROR,
    why=(
        "Values are checked against the declarations of the flow before a run is started, so that a "
        "mistake does not cost the time of a run that fails in its first task."
    ),
    bad=flow(),
    good=flow(),
    target="deploy",
    ignorable=False,
)
