"""FLOW313: an environment variable that no pod can have, or that is flowc's own."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW313",
    title="Environment variable that the target does not take",
    severity=Severity.ERROR,
    why=(
        "Kubernetes refuses a pod with a variable whose name has spaces or begins with a digit. Variables that "
        "begin with `FLOWC_` tell a task which run, step and item it is: another value sends it astray."
    ),
    bad=flow("environment", on_step='@environment(vars={"FLOWC_PATH": "/data"})'),
    good=flow("environment", on_step='@environment(vars={"DATA_PATH": "/data"})'),
    target="argo",
    ignorable=False,
)
