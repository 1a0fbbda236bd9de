"""FLOW109: the arguments of `merge_artifacts` cannot work."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, Presence, dataflow
from flowc.ir.effects import Merge
from flowc.ir.flow import Step
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.wording import is_sure, listed, similar


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        if step.is_join:
            for merge in step.effects.merges:
                yield from _of_merge(flow, step, merge)


def _of_merge(flow: DataFlow, step: Step, merge: Merge) -> Iterator[Finding]:
    report = error if merge.certain and is_sure(step) else warning
    if merge.include and merge.exclude:
        yield report(
            "FLOW109",
            merge.span,
            f"`merge_artifacts` in `{step.id}` has both `include` and `exclude`",
            label="only one of them may be given",
            help="keep `include` to name what to take, or `exclude` to name what to leave",
        )
        return
    missing = [name for name in merge.include or () if merge.known and _is_missing(flow, step, merge, name)]
    if missing:
        close = similar(missing[0], flow.names())
        yield report(
            "FLOW109",
            merge.span,
            f"`merge_artifacts` in `{step.id}` includes {listed(missing)}, which no input has",
            label="the merge fails when a named artifact is missing",
            help=f"did you mean `{close}`?" if close else f"remove `{missing[0]}` from `include`",
        )


def _is_missing(flow: DataFlow, step: Step, merge: Merge, name: str) -> bool:
    if name in merge.before or any(write.name == name for write in step.effects.writes):
        return False
    inputs = flow.inputs(step.id)
    return bool(inputs) and all(
        flow.at_exit(before, name) in (Presence.NEVER, Presence.LOST) for before in inputs
    )


RULE = Rule(
    code="FLOW109",
    title="merge_artifacts cannot do what it is asked",
    severity=Severity.ERROR,
    why=(
        "`include` and `exclude` are two ways to say the same thing and exclude one another, and every artifact "
        "that `include` names has to exist in an input. Otherwise the join fails."
    ),
    bad="""\
from metaflow import FlowSpec, step


class KeepFlow(FlowSpec):
    @step
    def start(self):
        self.table = "sales"
        self.next(self.left, self.right)

    @step
    def left(self):
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs, include=["tables"])
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    KeepFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class KeepFlow(FlowSpec):
    @step
    def start(self):
        self.table = "sales"
        self.next(self.left, self.right)

    @step
    def left(self):
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs, include=["table"])
        self.next(self.end)

    @step
    def end(self):
        print(self.table)


if __name__ == "__main__":
    KeepFlow()
""",
    check=_check,
)
