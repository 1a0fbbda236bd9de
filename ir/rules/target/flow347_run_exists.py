"""FLOW347: the name of a run is taken."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW347",
    title="Name of a run that is taken",
    severity=Severity.ERROR,
    why=(
        "A run's name is its identity in the engine and in the store. Starting the same run again is "
        "harmless and gives back the first one; starting another under its name would mix two runs."
    ),
    bad=flow(),
    good=flow(),
    target="deploy",
    ignorable=False,
)
