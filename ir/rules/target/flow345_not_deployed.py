"""FLOW345: the engine has no such flow, or no such run."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW345",
    title="Flow or run that the engine does not have",
    severity=Severity.ERROR,
    why=(
        "A flow has to be deployed before it can be triggered, and engines forget runs after a while: "
        "the store of the artifacts remembers them longer."
    ),
    bad=flow(),
    good=flow(),
    target="deploy",
    ignorable=False,
)
