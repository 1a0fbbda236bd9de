"""FLOW316: a step that asks for what Fargate does not have."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW316",
    title="Not to be had on Fargate",
    severity=Severity.ERROR,
    why=(
        "Fargate has no GPUs, no volumes or devices of a host and no shared memory of a given size; its largest "
        "task has 16 cores and 120 GiB. A step that asks for more would never start."
    ),
    bad=flow("batch", on_step="@batch(gpu=1)"),
    good=flow("batch", on_step="@batch(cpu=4)"),
    files={"flowc.toml": 'compute = "ecs"\n'},
    target="step-functions",
    ignorable=False,
)
