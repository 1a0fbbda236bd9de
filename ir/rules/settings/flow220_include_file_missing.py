"""FLOW220: the file of an IncludeFile cannot be included."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW220",
    title="File to include not found",
    severity=Severity.ERROR,
    why=(
        "An IncludeFile travels with the flow, so its default must be a local file that is there when the "
        "flow is compiled. Paths are relative to the flow file. Objects in a cloud store cannot be "
        "included."
    ),
    bad="""\
from metaflow import FlowSpec, IncludeFile, step


class TrainFlow(FlowSpec):
    table = IncludeFile("table", default="tabel.csv")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, IncludeFile, step


class TrainFlow(FlowSpec):
    table = IncludeFile("table", default="table.csv")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    files={"table.csv": "a,b\n1,2\n"},
)
