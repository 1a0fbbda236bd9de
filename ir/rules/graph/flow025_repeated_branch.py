"""FLOW025: two branches of one split are the same step."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Split, Step
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if isinstance(step.transition, Split):
            yield from _repeated(step, step.transition)


def _repeated(step: Step, split: Split) -> Iterator[Finding]:
    for target in dict.fromkeys(split.targets):
        times = split.targets.count(target)
        if times > 1:
            yield error(
                "FLOW025",
                split.span,
                f"step `{step.id}` splits into `{target}` {times} times",
                label="each branch needs a step of its own",
                help=f'to run `{target}` once per item: `self.next(self.{target}, foreach="items")`',
            )


RULE = Rule(
    code="FLOW025",
    title="Split names a step twice",
    severity=Severity.ERROR,
    why=(
        "The branches of a split are told apart by their steps, in paths, in `inputs` and on every "
        "engine. To run one step several times, use a foreach."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TwiceFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.work, self.work)

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class TwiceFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 2]
        self.next(self.work, foreach="numbers")

    @step
    def work(self):
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
