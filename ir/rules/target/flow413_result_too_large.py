"""FLOW413: a foreach whose result is too large for a payload."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow
from flowc.ir.rules.target.flow411_history import FOREACH

RULE = Rule(
    code="FLOW413",
    title="More items than a result holds",
    severity=Severity.ERROR,
    why=(
        "What goes from state to state has at most 256 KiB, and so has the result of a Map. flowc leaves 3 bytes "
        "of each item, which is room for about 87,000 items."
    ),
    bad=FOREACH,
    good=flow(),
    files={"flowc.toml": "max-fan-out = 100000\n"},
    target="step-functions",
    ignorable=False,
)
