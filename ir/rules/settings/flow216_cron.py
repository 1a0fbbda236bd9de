"""FLOW216: `@schedule` has no valid cron expression."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW216",
    title="Not a cron expression",
    severity=Severity.ERROR,
    why=(
        "A schedule has five fields (minute, hour, day, month, weekday), or six as AWS writes it, with the "
        "year last. Anything else would be refused, or read in another way, by the engine that starts the "
        "flow."
    ),
    bad="""\
from metaflow import FlowSpec, schedule, step


@schedule(cron="0 8 * *")
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, schedule, step


@schedule(cron="0 8 * * 1-5")
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)
