"""FLOW310: an IncludeFile without a default."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

RULE = Rule(
    code="FLOW310",
    title="Included file that has to be named at the start",
    severity=Severity.ERROR,
    why=(
        "Files are put into the code package when a flow is compiled. A run on a cluster cannot "
        "read a file of your machine, so that a file without a default never comes."
    ),
    bad=flow("IncludeFile", members='table = IncludeFile("table", required=True)'),
    good=flow("IncludeFile", members='table = IncludeFile("table", default="table.csv")'),
    files={"table.csv": "1,2\n"},
    target="argo",
    ignorable=False,
)
