"""FLOW309: store or image are not configured."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW309",
    title="Setting left to the engine",
    severity=Severity.NOTE,
    why=(
        "flowc compiles without any configuration. Where artifacts are kept and which image steps"
        " run in then become parameters: of the workflow on Argo, to be given when a run starts; of the"
        " CloudFormation template on Step Functions, to be given when that is deployed."
    ),
    bad=flow(),
    good=flow(),
    target="argo",
)
