"""FLOW115: a foreach goes over something that has no items."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, Presence, dataflow
from flowc.ir.dataflow.values import values_at_exit
from flowc.ir.flow import Foreach, Step
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.iterables import is_empty, is_iterable
from flowc.ir.rules.dataflow.wording import is_sure, listed, writers


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        if isinstance(step.transition, Foreach) and step.transition.variable is not None:
            yield from _of_foreach(flow, step, step.transition, step.transition.variable)


def _of_foreach(flow: DataFlow, step: Step, foreach: Foreach, name: str) -> Iterator[Finding]:
    if name in flow.shared or flow.at_exit(step.id, name) is not Presence.SURE:
        return
    values = values_at_exit(flow, step.id, name)
    if values and not any(is_iterable(value) for value in values):
        report = error if is_sure(step) else warning
        yield report(
            "FLOW115",
            foreach.span,
            f"the foreach of `{step.id}` goes over `self.{name}`, which is not a list",
            label=f"`self.{name}` is {listed(values)} here",
            help=f"make `self.{name}` a list, for example `list(range(...))`",
            related=writers(flow, name),
        )
    elif values and all(is_empty(value) for value in values) and _own(step, name):
        yield warning(
            "FLOW115",
            foreach.span,
            f"the foreach of `{step.id}` goes over `self.{name}`, which is always empty",
            label=f"no task of `{foreach.target}` ever runs",
            help=f"fill `self.{name}` before `self.next`",
            related=writers(flow, name),
        )


def _own(step: Step, name: str) -> bool:
    """Whether the step makes the list itself: one from an earlier step may have been filled since."""
    return any(write.name == name and write.certain for write in step.effects.writes)


RULE = Rule(
    code="FLOW115",
    title="Foreach has nothing to go over",
    severity=Severity.ERROR,
    why=(
        "A foreach starts one task for each item of a list. A number, a bool or None has no items and fails the "
        "step; an empty list runs no task at all."
    ),
    bad="""\
from metaflow import FlowSpec, step


class RepeatFlow(FlowSpec):
    @step
    def start(self):
        self.times = 3
        self.next(self.work, foreach="times")

    @step
    def work(self):
        self.result = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [item.result for item in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.results)


if __name__ == "__main__":
    RepeatFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class RepeatFlow(FlowSpec):
    @step
    def start(self):
        self.times = list(range(3))
        self.next(self.work, foreach="times")

    @step
    def work(self):
        self.result = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [item.result for item in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.results)


if __name__ == "__main__":
    RepeatFlow()
""",
    check=_check,
)
