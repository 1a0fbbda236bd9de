"""FLOW013: no step, or more than one, is the end of the flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import End, Step, StepId
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    if analysis.end is not None or not analysis.flow.steps:
        return
    marked = [step for step in analysis.flow.steps if step.marked_end]
    yield _several(marked) if marked else _missing(analysis)


def _several(marked: list[Step]) -> Finding:
    first, *others = marked
    names = " and ".join(f"`{step.id}`" for step in marked)
    return error(
        "FLOW013",
        others[0].span,
        f"{names} are all marked as the end, but a flow has one",
        label="marked here as well",
        help="keep `@step(end=True)` on one step and write plain `@step` on the others",
        related=(Label(span=first.span, text="the first one marked"),),
    )


def _missing(analysis: Analysis) -> Finding:
    flow = analysis.flow
    notes = (f"its class may have more steps: {flow.open_class}",) if flow.open_class else ()
    return error(
        "FLOW013",
        flow.span,
        f"flow `{flow.name}` has no end step",
        label="no step is named `end` or marked with `@step(end=True)`",
        help=_way_out(_candidates(analysis)),
        notes=notes,
    )


def _way_out(candidates: list[StepId]) -> str:
    if len(candidates) == 1:
        return f"write `@step(end=True)` above `{candidates[0]}`, or name it `end`"
    return "name the last step `end`, or write `@step(end=True)` above it"


def _candidates(analysis: Analysis) -> list[StepId]:
    """Steps that lead nowhere: the end is surely one of them."""
    return [step.id for step in analysis.flow.steps if isinstance(step.transition, End) and not step.is_join]


RULE = Rule(
    code="FLOW013",
    title="Flow has no single end step",
    severity=Severity.ERROR,
    why=(
        "A run has succeeded when its last step has: the step named `end`, or the one marked with "
        "`@step(end=True)`. Without it, or with several, nobody can tell when a run is over."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.next(self.finish)

    @step
    def finish(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.next(self.finish)

    @step(end=True)
    def finish(self):
        pass
""",
    check=_check,
    ignorable=False,
)
