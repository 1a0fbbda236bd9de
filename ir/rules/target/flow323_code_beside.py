"""FLOW323: the code package is a file beside the manifest."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW323",
    title="Code package beside the manifest",
    severity=Severity.NOTE,
    why=(
        "A state machine has no room for code, and a DAG file is parsed again and again, so the code does not "
        "travel in it. Tasks find the package in a file or object that is named by its hash; `flowc deploy` "
        "writes it there, and it is never changed."
    ),
    bad=flow(),
    good=flow(),
    target="airflow",
)
