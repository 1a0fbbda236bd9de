"""FLOW403: the code does not fit into a ConfigMap."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW403",
    title="Code package too large",
    severity=Severity.ERROR,
    why=(
        "Code that travels inside the manifest is a ConfigMap, which `kubectl apply` copies into "
        "an annotation of 256 KiB. A larger package has to come from the store or with the image."
    ),
    bad=flow("IncludeFile", members='table = IncludeFile("table", default="table.csv")'),
    good=flow("IncludeFile", members='table = IncludeFile("table", default="small.csv")'),
    files={"flowc.toml": 'delivery = "inline"\n', "table.csv": "1,2,3,4\n" * 25_000, "small.csv": "1,2\n"},
    target="argo",
    ignorable=False,
)
