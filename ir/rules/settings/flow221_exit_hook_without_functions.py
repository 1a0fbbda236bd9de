"""FLOW221: `@exit_hook` does not name functions."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW221",
    title="Exit hook without functions",
    severity=Severity.ERROR,
    why=(
        "An exit hook calls functions of the flow file when the run has succeeded or failed. Without any it "
        "does nothing, and Metaflow refuses it."
    ),
    bad="""\
from metaflow import FlowSpec, exit_hook, step


@exit_hook
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, exit_hook, step


def notify():
    print("done")


@exit_hook(on_success=[notify])
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
