"""FLOW405: the code does not fit into the manifest, so Argo fetches it."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW405",
    title="Code package not in the manifest",
    severity=Severity.WARNING,
    why=(
        "A code package of up to 180 KiB travels inside the manifest. A larger one has to be in the artifact "
        "repository before the first run: a deployment puts it there, applying the manifest by hand does not."
    ),
    bad=flow("IncludeFile", members='table = IncludeFile("table", default="table.csv")'),
    good=flow("IncludeFile", members='table = IncludeFile("table", default="small.csv")'),
    files={"table.csv": "1,2,3,4\n" * 25_000, "small.csv": "1,2\n"},
    target="argo",
)
