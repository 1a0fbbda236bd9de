"""FLOW211: `@catch` is on a step whose outcome decides how the flow goes on."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Foreach, Gang, Switch
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        caught = step.settings.catch
        if caught is None or not isinstance(step.transition, Foreach | Gang | Switch):
            continue
        kind = "a switch" if isinstance(step.transition, Switch) else "a foreach"
        yield error(
            "FLOW211",
            caught.span,
            f"`@catch` cannot be on step `{step.id}`, which opens {kind}"
            if kind == "a foreach"
            else f"`@catch` cannot be on step `{step.id}`, which chooses with {kind}",
            label="nobody would know how to go on",
            help=f"do the work that may fail in a step of its own before `{step.id}`, and put `@catch` there",
            related=(Label(span=step.transition.span, text=f"{kind} starts here"),),
        )


RULE = Rule(
    code="FLOW211",
    title="Catch on a foreach or switch",
    severity=Severity.ERROR,
    why=(
        "A step that failed has not said how many tasks follow, or which one. So `@catch` cannot let the "
        "flow go on after a step that opens a foreach or chooses with a switch."
    ),
    bad="""\
from metaflow import FlowSpec, catch, step


class TrainFlow(FlowSpec):
    @catch
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        print(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, catch, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @catch
    @step
    def work(self):
        print(self.input)
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
