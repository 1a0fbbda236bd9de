"""FLOW104: `merge_artifacts` gets an artifact that several inputs have set."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, dataflow
from flowc.ir.dataflow.values import values_at_exit
from flowc.ir.effects import Merge
from flowc.ir.flow import Step, StepId
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.wording import listed, writers


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        for merge in step.effects.merges:
            names = _ambiguous(flow, step, merge) if merge.known else ()
            if names:
                yield _finding(flow, step, merge, names)


def _ambiguous(flow: DataFlow, step: Step, merge: Merge) -> tuple[str, ...]:
    """The artifacts that several inputs have set since the frame was opened, for the call to choose from."""
    once = twice = 0
    for branch in flow.branches(step.id):
        fresh = 0
        for last in branch:
            level = flow.exit_level(last)
            fresh |= level.fresh & level.may if level else 0
        twice |= once & fresh
        once |= fresh
    if flow.is_foreach_join(step.id):
        twice = once
    settled = {*merge.before, *(merge.exclude or ()), *flow.shared, *_caught(flow)}
    return tuple(
        name
        for name in flow.universe.names(twice)
        if name not in settled
        and (merge.include is None or name in merge.include)
        and not _same(flow, step.id, name)
    )


def _caught(flow: DataFlow) -> Iterator[str]:
    """What `@catch` sets is None in every branch that did not fail."""
    for step in flow.analysis.flow.steps:
        if step.settings.catch is not None and step.settings.catch.var:
            yield step.settings.catch.var


def _same(flow: DataFlow, join: StepId, name: str) -> bool:
    """Whether the artifact comes from every input with one and the same literal."""
    values: set[str] = set()
    for before in flow.inputs(join):
        known = values_at_exit(flow, before, name)
        if known is None:
            return False
        values.update(known)
    return len(values) == 1


def _finding(flow: DataFlow, step: Step, merge: Merge, names: tuple[str, ...]) -> Finding:
    every = flow.is_foreach_join(step.id)
    first = names[0]
    source = "each task of the foreach sets" if every else "more than one branch sets"
    return warning(
        "FLOW104",
        merge.span,
        f"`merge_artifacts` in `{step.id}` cannot choose a value for {listed(names)}",
        label=f"{source} {'it' if len(names) == 1 else 'them'}; the merge fails when the values differ",
        help=f'set `self.{first}` before the merge, or leave it out: `exclude=["{first}"]`',
        related=writers(flow, first),
    )


RULE = Rule(
    code="FLOW104",
    title="merge_artifacts meets different values",
    severity=Severity.WARNING,
    why=(
        "`merge_artifacts` takes an artifact only when all inputs that have it agree on its value, and fails the "
        "join otherwise. Artifacts that several branches set are for the join to settle first."
    ),
    bad="""\
from metaflow import FlowSpec, step


class VoteFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.left, self.right)

    @step
    def left(self):
        self.votes = 3
        self.next(self.join)

    @step
    def right(self):
        self.votes = 5
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.votes)


if __name__ == "__main__":
    VoteFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class VoteFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.left, self.right)

    @step
    def left(self):
        self.votes = 3
        self.next(self.join)

    @step
    def right(self):
        self.votes = 5
        self.next(self.join)

    @step
    def join(self, inputs):
        self.votes = inputs.left.votes + inputs.right.votes
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.votes)


if __name__ == "__main__":
    VoteFlow()
""",
    check=_check,
)
