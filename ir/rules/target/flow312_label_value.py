"""FLOW312: a name, label, path, port or amount that Kubernetes refuses."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW312",
    title="Name, label or place that Kubernetes refuses",
    severity=Severity.ERROR,
    why=(
        "Kubernetes refuses the pod of a step whose label has spaces or more than 63 characters, or which names "
        "an object that cannot exist, when the step starts: in the middle of a run. Annotations take any text. "
        "The same goes for two volumes at one path, a volume where the engine has its own, a port that there is "
        "not, and resources without a domain."
    ),
    bad=flow("kubernetes", on_step='@kubernetes(labels={"team": "data science"})'),
    good=flow("kubernetes", on_step='@kubernetes(labels={"team": "data-science"})'),
    target="argo",
    ignorable=False,
)
