"""FLOW108: a step assigns or deletes a parameter, config or class-level constant."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import dataflow
from flowc.ir.effects import Delete, Write
from flowc.ir.flow import Step
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.wording import is_sure


def _check(analysis: Analysis) -> Iterator[Finding]:
    fixed = dataflow(analysis).fixed
    for step in analysis.flow.steps:
        seen: set[str] = set()
        changes: list[Write | Delete] = [*step.effects.writes, *step.effects.deletes]
        for change in sorted(changes, key=lambda change: not change.certain):
            if change.name in fixed and change.name not in seen:
                seen.add(change.name)
                yield _finding(step, change, fixed[change.name])


def _finding(step: Step, change: Write | Delete, kind: str) -> Finding:
    report = error if change.certain and is_sure(step) else warning
    verb = "deletes" if isinstance(change, Delete) else "assigns"
    return report(
        "FLOW108",
        change.span,
        f"step `{step.id}` {verb} `self.{change.name}`, which is {kind}",
        label="read-only while the flow runs",
        help=f"give the new value a name of its own, for example `self.{change.name}_used`",
    )


RULE = Rule(
    code="FLOW108",
    title="Parameter or constant is assigned",
    severity=Severity.ERROR,
    why=(
        "Parameters, configs and constants of the flow class are the same in every step, so steps cannot change "
        "them: the assignment raises an AttributeError."
    ),
    bad="""\
from metaflow import FlowSpec, Parameter, step


class LimitFlow(FlowSpec):
    limit = Parameter("limit", default=10)

    @step
    def start(self):
        self.limit = max(self.limit, 1)
        self.next(self.end)

    @step
    def end(self):
        print(self.limit)


if __name__ == "__main__":
    LimitFlow()
""",
    good="""\
from metaflow import FlowSpec, Parameter, step


class LimitFlow(FlowSpec):
    limit = Parameter("limit", default=10)

    @step
    def start(self):
        self.used_limit = max(self.limit, 1)
        self.next(self.end)

    @step
    def end(self):
        print(self.used_limit)


if __name__ == "__main__":
    LimitFlow()
""",
    check=_check,
)
