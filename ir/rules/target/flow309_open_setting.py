"""FLOW309: store or image are not configured."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW309",
    title="Setting left to the workflow",
    severity=Severity.NOTE,
    why=(
        "flowc compiles without any configuration. Where artifacts are kept and which image steps"
        " run in then become parameters of the workflow, to be given when a run starts."
    ),
    bad=flow(),
    good=flow(),
    target="argo",
)
