"""FLOW303: `@pypi` or `@conda` on a step that runs in a plain image."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW303",
    title="Packages that no image has",
    severity=Severity.WARNING,
    why=(
        "A compiled flow installs nothing when a task starts: that would need a package index at "
        "every start, and give another environment every day. The packages have to be in the "
        "image."
    ),
    bad=flow("pypi", on_step='@pypi(packages={"pandas": "2.2.3"})'),
    good=flow(
        "kubernetes",
        "pypi",
        on_step='@kubernetes(image="registry.example/report:1")\n@pypi(packages={"pandas": "2.2.3"})',
    ),
    target="argo",
)
