"""FLOW110: `inputs.name` names a step that does not directly precede the join."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, dataflow
from flowc.ir.effects import InputRead
from flowc.ir.flow import Step
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.wording import is_sure, listed


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        seen: set[str] = set()
        for read in step.effects.input_reads:
            if read.certain and read.step is not None and read.step not in seen and flow.inputs(step.id):
                seen.add(read.step)
                yield from _of_input(flow, step, read)


def _of_input(flow: DataFlow, step: Step, read: InputRead) -> Iterator[Finding]:
    inputs = flow.inputs(step.id)
    if read.step not in inputs:
        report = error if is_sure(step) else warning
        known = any(other.id == read.step for other in flow.analysis.flow.steps)
        yield report(
            "FLOW110",
            read.span,
            f"`inputs.{read.step}` in `{step.id}` names "
            + ("a step that does not lead straight into it" if known else "no step of this flow"),
            label="inputs are named after the last step of each branch",
            help=f"the inputs of `{step.id}` are " + listed(f"inputs.{name}" for name in inputs),
        )
        return
    branch = next((steps for steps in flow.branches(step.id) if read.step in steps), ())
    if len(branch) > 1:
        yield warning(
            "FLOW110",
            read.span,
            f"`inputs.{read.step}` in `{step.id}` exists only in runs whose branch ends with `{read.step}`",
            label="fails when the switch has taken another way",
            help=f"the branch may end with {listed(branch)}: go through `inputs` by position",
        )


RULE = Rule(
    code="FLOW110",
    title="Unknown input of a join",
    severity=Severity.ERROR,
    why=(
        "The inputs of a join are named after the steps that lead straight into it. When a branch has several "
        "steps, only the last one counts; any other name raises an AttributeError."
    ),
    bad="""\
from metaflow import FlowSpec, step


class StagesFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.load, self.skip)

    @step
    def load(self):
        self.rows = 3
        self.next(self.clean)

    @step
    def clean(self):
        self.next(self.join)

    @step
    def skip(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.rows = inputs.load.rows
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)


if __name__ == "__main__":
    StagesFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class StagesFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.load, self.skip)

    @step
    def load(self):
        self.rows = 3
        self.next(self.clean)

    @step
    def clean(self):
        self.next(self.join)

    @step
    def skip(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.rows = inputs.clean.rows
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)


if __name__ == "__main__":
    StagesFlow()
""",
    check=_check,
)
