"""FLOW302: a setting that the target has no use for."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW302",
    title="Setting that has no effect on the target",
    severity=Severity.WARNING,
    why=(
        "A flow may carry settings for several engines. Those that mean nothing to this one are "
        "named, so that nobody relies on them; the flow runs without them."
    ),
    bad=flow("batch", on_step='@batch(queue="fast", image="python:3.12")'),
    good=flow("kubernetes", on_step='@kubernetes(image="python:3.12")'),
    target="argo",
)
