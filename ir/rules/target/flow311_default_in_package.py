"""FLOW311: a default that Argo would rewrite."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW311",
    title="Default that stays in the code package",
    severity=Severity.NOTE,
    why=(
        "Argo replaces `{{...}}` in the defaults of parameters too. Such a default is not written"
        " to the manifest: tasks read it from the code package when a run is given no value."
    ),
    bad=flow("Parameter", members='prompt = Parameter("prompt", default="Dear {{name}}")'),
    good=flow("Parameter", members='prompt = Parameter("prompt", default="Dear {name}")'),
    target="argo",
)
