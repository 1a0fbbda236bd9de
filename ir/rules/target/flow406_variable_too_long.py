"""FLOW406: a value that no process can be given."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW406",
    title="Environment variable too long",
    severity=Severity.ERROR,
    why=(
        "Linux starts no process with a variable of 128 KiB or more, so that the step would fail "
        "before its first line. Airflow hands all parameters of a run to its first step in one variable, where "
        "that is a process or a pod: `flowc trigger` refuses longer ones, and longer defaults are found here."
    ),
    bad=flow("environment", on_step='@environment(vars={"WORDS": "word " * 40000})'),
    good=flow("environment", on_step='@environment(vars={"WORDS": "word " * 4})'),
    files={"flowc.toml": 'delivery = "image"\nimage = "registry.example/report:1"\n'},
    target="argo",
    ignorable=False,
)
