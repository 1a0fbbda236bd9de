"""FLOW028: a branch or foreach leads to the end without a join."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import StepId
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.wording import kind_of_opening, opening_label, way_to
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    by_opener: dict[str, list[Fault]] = {}
    for fault in faults(analysis, FaultKind.END_INSIDE_FRAME):
        by_opener.setdefault(fault.others[1], []).append(fault)
    for opener, group in by_opener.items():
        yield _too_early(analysis, opener, group)


def _too_early(analysis: Analysis, opener: str, group: list[Fault]) -> Finding:
    first, *others = group
    end = first.others[0]
    opening = kind_of_opening(analysis, opener)
    return error(
        "FLOW028",
        way_to(analysis.steps[StepId(first.step)], end),
        f"step `{first.step}` leads to the end before the {opening} of `{opener}` is joined",
        label=f"`{end}` would run once for each {'branch' if opening == 'split' else 'task'}",
        help=f"lead to a join first, a step `def join(self, inputs):` that ends with `self.next(self.{end})`",
        related=(
            opening_label(analysis, opener),
            *(Label(span=fault.span, text="and here") for fault in others),
        ),
    )


RULE = Rule(
    code="FLOW028",
    title="End is reached before a split is joined",
    severity=Severity.ERROR,
    why=(
        "The end runs once. A branch or a foreach that leads to it without a join would reach it many "
        "times, and what the branches made would be lost."
    ),
    bad="""\
from metaflow import FlowSpec, step


class OpenFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.next(self.end)

    @step
    def b(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class OpenFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.next(self.join)

    @step
    def b(self):
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
