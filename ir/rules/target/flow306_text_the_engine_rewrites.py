"""FLOW306: braces in a text of the manifest."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW306",
    title="Text that the engine would rewrite",
    severity=Severity.ERROR,
    why=(
        "Argo replaces `{{...}}` wherever it stands in a manifest. A value of yours with such "
        "braces would reach the step changed, or stop the workflow. Step Functions evaluates a text that begins "
        "with `{%` and ends with `%}`, and flowc itself puts values in place of `${Flowc...}`."
    ),
    bad=flow("environment", on_step='@environment(vars={"TEMPLATE": "Dear {{name}}"})'),
    good=flow("environment", on_step='@environment(vars={"TEMPLATE": "Dear {name}"})'),
    target="argo",
    ignorable=False,
)
