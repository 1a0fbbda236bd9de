"""FLOW402: the workflow does not fit into one object."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

_LONG = '@environment(vars={"WORDS": "word " * 26000})'
_START = "    @step\n    def start"

RULE = Rule(
    code="FLOW402",
    title="Manifest too large",
    severity=Severity.WARNING,
    why=(
        "Kubernetes stores objects of up to about 1 MiB, and a plain `kubectl apply` keeps a "
        "second copy in an annotation of 256 KiB. Found here, it is a message; found there, it is"
        " a failed deployment."
    ),
    bad=flow("environment", on_step=_LONG).replace(_START, f"    {_LONG}\n{_START}"),
    good=flow("environment", on_step='@environment(vars={"WORDS": "a b c"})'),
    files={"flowc.toml": 'delivery = "image"\nimage = "registry.example/report:1"\n'},
    target="argo",
)
