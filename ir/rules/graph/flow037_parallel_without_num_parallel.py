"""FLOW037: a `@parallel` step is entered by a plain transition."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Gang, Step, targets
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if isinstance(step.transition, Gang):
            continue
        for name in targets(step.transition):
            target = analysis.steps.get(name)
            if target is not None and target.settings.parallel:
                yield _plain_entry(step, target)


def _plain_entry(step: Step, target: Step) -> Finding:
    return error(
        "FLOW037",
        step.transition.span,
        f"step `{step.id}` leads to the `@parallel` step `{target.id}` without `num_parallel`",
        label="does not say how many members to start",
        help=f"write `self.next(self.{target.id}, num_parallel=2)`, or remove `@parallel`",
        related=(Label(span=target.span, text="marked with `@parallel`"),),
    )


RULE = Rule(
    code="FLOW037",
    title="@parallel step is entered without num_parallel",
    severity=Severity.ERROR,
    why=(
        "How many members a gang has is said where it starts, by `num_parallel`. Without it, "
        "`@parallel` has nothing to run in parallel."
    ),
    bad="""\
from metaflow import FlowSpec, parallel, step


class SoloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, self.check)

    @parallel
    @step
    def train(self):
        self.next(self.join)

    @step
    def check(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, parallel, step


class GangFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=2)

    @parallel
    @step
    def train(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)
