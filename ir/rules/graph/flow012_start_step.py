"""FLOW012: no step, or more than one, is the start of the flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step, StepId, targets
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    if analysis.start is not None:
        return
    marked = [step for step in analysis.flow.steps if step.marked_start]
    if not analysis.flow.steps:
        yield _empty(analysis)
    else:
        yield _several(marked) if marked else _missing(analysis)


def _empty(analysis: Analysis) -> Finding:
    return error(
        "FLOW012",
        analysis.flow.span,
        f"flow `{analysis.flow.name}` has no steps",
        label="no method here is marked with `@step`",
        help="write `@step` above the methods that are steps, the first of them `def start(self)`",
        notes=_open_class(analysis),
    )


def _open_class(analysis: Analysis) -> tuple[str, ...]:
    reason = analysis.flow.open_class
    return (f"its class may have more steps: {reason}",) if reason else ()


def _several(marked: list[Step]) -> Finding:
    first, *others = marked
    names = " and ".join(f"`{step.id}`" for step in marked)
    return error(
        "FLOW012",
        others[0].span,
        f"{names} are all marked as the start, but a flow has one",
        label="marked here as well",
        help="keep `@step(start=True)` on one step and write plain `@step` on the others",
        related=(Label(span=first.span, text="the first one marked"),),
    )


def _missing(analysis: Analysis) -> Finding:
    flow = analysis.flow
    return error(
        "FLOW012",
        flow.span,
        f"flow `{flow.name}` has no start step",
        label="no step is named `start` or marked with `@step(start=True)`",
        help=_way_out(_candidates(analysis)),
        notes=_open_class(analysis),
    )


def _way_out(candidates: list[StepId]) -> str:
    if len(candidates) == 1:
        return f"write `@step(start=True)` above `{candidates[0]}`, or name it `start`"
    return "name the first step `start`, or write `@step(start=True)` above it"


def _candidates(analysis: Analysis) -> list[StepId]:
    """Steps that nothing leads to: the start is surely one of them."""
    reached = {target for step in analysis.flow.steps for target in targets(step.transition)}
    return [step.id for step in analysis.flow.steps if step.id not in reached and not step.is_join]


RULE = Rule(
    code="FLOW012",
    title="Flow has no single start step",
    severity=Severity.ERROR,
    why=(
        "A run has to begin somewhere: at the step named `start`, or at the one marked with "
        "`@step(start=True)`. Without it, or with several, nobody can tell which step runs first."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def load(self):
        self.next(self.train)

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step(start=True)
    def load(self):
        self.next(self.train)

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)
