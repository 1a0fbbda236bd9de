"""FLOW304: pods of one workflow in several namespaces."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW304",
    title="Step in another namespace",
    severity=Severity.ERROR,
    why=(
        "Argo runs all pods of a workflow in the namespace of the workflow. A step that asks for "
        "another one would run where its secrets and quotas are not."
    ),
    bad=flow("kubernetes", on_step='@kubernetes(namespace="research")'),
    good=flow("kubernetes", on_step="@kubernetes(cpu=2)"),
    target="argo",
    ignorable=False,
)
