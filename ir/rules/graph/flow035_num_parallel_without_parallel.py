"""FLOW035: `num_parallel` starts a step that lacks `@parallel`."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Gang
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if isinstance(step.transition, Gang):
            target = analysis.steps.get(step.transition.target)
            if target is not None and not target.settings.parallel:
                yield error(
                    "FLOW035",
                    step.transition.span,
                    f"step `{step.id}` starts `{target.id}` with `num_parallel`, but it lacks `@parallel`",
                    label="starts a gang",
                    help=f"write `@parallel` above the `@step` of `{target.id}`",
                    related=(Label(span=target.span, text="this step needs `@parallel`"),),
                )


RULE = Rule(
    code="FLOW035",
    title="num_parallel leads to a step without @parallel",
    severity=Severity.ERROR,
    why=(
        "The members of a gang have to find one another. `@parallel` sets up what they need, so the "
        "step that `num_parallel` starts must carry it."
    ),
    bad="""\
from metaflow import FlowSpec, step


class GangFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=2)

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
