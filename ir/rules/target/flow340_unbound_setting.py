"""FLOW340: a setting that a deployed flow needs is missing."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW340",
    title="Unbound setting",
    severity=Severity.ERROR,
    why=(
        "A compile leaves open what nobody has configured: the store, the image, the queue. A flow "
        "that is live cannot run with holes in it, so nothing is deployed while one is left."
    ),
    bad=flow(),
    good=flow(),
    target="deploy",
    ignorable=False,
)
