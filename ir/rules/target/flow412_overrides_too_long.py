"""FLOW412: a step with more settings than a job takes."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW412",
    title="Settings too long for a job",
    severity=Severity.ERROR,
    why=(
        "What a state machine or a task of Airflow hands to a job besides its definition, variables and resources "
        "together, has at most 8,192 bytes. Batch refuses the job of such a step when the step starts."
    ),
    bad=flow("environment", on_step='@environment(vars={"WORDS": "word " * 2000})'),
    good=flow("environment", on_step='@environment(vars={"WORDS": "word " * 4})'),
    target="step-functions",
    ignorable=False,
)
