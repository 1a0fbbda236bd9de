"""FLOW107: `merge_artifacts` is called in a step that is no join."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.effects import Merge
from flowc.ir.flow import Step
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.wording import is_sure


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if not step.is_join:
            for merge in step.effects.merges:
                yield _finding(step, merge)


def _finding(step: Step, merge: Merge) -> Finding:
    report = error if merge.certain and is_sure(step) else warning
    return report(
        "FLOW107",
        merge.span,
        f"`merge_artifacts` is called in `{step.id}`, which is not a join",
        label="works only in a step that takes `inputs`",
        help="remove the call: the artifacts of the step before are on `self` already",
    )


RULE = Rule(
    code="FLOW107",
    title="merge_artifacts outside a join",
    severity=Severity.ERROR,
    why=(
        "Only a join has inputs to merge. In any other step the artifacts of the step before are on `self` "
        "already, and Metaflow makes the call fail."
    ),
    bad="""\
from metaflow import FlowSpec, step


class MergeFlow(FlowSpec):
    @step
    def start(self):
        self.rows = 3
        self.next(self.end)

    @step
    def end(self):
        self.merge_artifacts([self])
""",
    good="""\
from metaflow import FlowSpec, step


class MergeFlow(FlowSpec):
    @step
    def start(self):
        self.rows = 3
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)
""",
    check=_check,
)
