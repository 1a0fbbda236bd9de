"""FLOW036: the step after a `@parallel` step is not a join."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step, targets
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if step.settings.parallel:
            for name in targets(step.transition):
                target = analysis.steps.get(name)
                if target is not None and target.arguments == 1:
                    yield _no_join(step, target)


def _no_join(step: Step, target: Step) -> Finding:
    return error(
        "FLOW036",
        step.transition.span,
        f"`{target.id}` follows the `@parallel` step `{step.id}` but is not a join",
        label="a join has to come next",
        help=f"write `def {target.id}(self, inputs):`",
        related=(Label(span=target.span, text="takes `self` only"),),
    )


RULE = Rule(
    code="FLOW036",
    title="@parallel step is not followed by a join",
    severity=Severity.ERROR,
    why=(
        "A gang runs as one step: when its members are done, a join has to put their results together "
        "at once."
    ),
    bad="""\
from metaflow import FlowSpec, parallel, step


class GangFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=2)

    @parallel
    @step
    def train(self):
        self.next(self.report)

    @step
    def report(self):
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
    ignorable=False,
)
