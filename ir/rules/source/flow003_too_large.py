"""FLOW003: the file is too large, or nested too deeply."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

_SUM = " + ".join(str(number) for number in range(302))

RULE = Rule(
    code="FLOW003",
    title="Source too large or nested too deeply",
    severity=Severity.ERROR,
    why=(
        "Source files above 2 MB, and expressions or blocks nested more than 300 levels deep, are data in the "
        "form of a program: parsers take very long for them or exhaust the memory of the machine. A sum "
        "counts one level for each term."
    ),
    bad=f"""\
from metaflow import FlowSpec, step

TOTAL = {_SUM}


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step

TOTAL = sum(range(302))


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    ignorable=False,
)
