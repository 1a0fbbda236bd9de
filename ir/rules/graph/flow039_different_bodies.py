"""FLOW039: two splits share a step but not all of their branches."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.wording import kind_of_opening, opening_label
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.DIFFERENT_BODIES):
        yield _different(analysis, fault)


def _different(analysis: Analysis, fault: Fault) -> Finding:
    target, first, second = fault.others[:3]
    one, two = kind_of_opening(analysis, first), kind_of_opening(analysis, second)
    return error(
        "FLOW039",
        fault.span,
        f"step `{target}` belongs to the {one} of `{first}` and to the {two} of `{second}`, which differ",
        label=f"`{target}` is reached a second time here",
        help=f"let `{first}` and `{second}` open the same branches, or give each its own steps and join",
        related=tuple(opening_label(analysis, opener) for opener in (first, second) if opener != fault.step),
    )


RULE = Rule(
    code="FLOW039",
    title="Splits that open different branches lead to one step",
    severity=Severity.ERROR,
    why=(
        "Several arms of a switch may open the same branches or the same foreach. If they open "
        "different ones, the steps that they share would belong to two splits at once."
    ),
    bad="""\
from metaflow import FlowSpec, step


class ArmsFlow(FlowSpec):
    @step
    def start(self):
        self.way = "l"
        self.next({"l": self.left, "r": self.right}, condition="way")

    @step
    def left(self):
        self.next(self.a, self.b)

    @step
    def right(self):
        self.next(self.b, self.c)

    @step
    def a(self):
        self.next(self.join)

    @step
    def b(self):
        self.next(self.join)

    @step
    def c(self):
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


class ArmsFlow(FlowSpec):
    @step
    def start(self):
        self.way = "l"
        self.next({"l": self.left, "r": self.right}, condition="way")

    @step
    def left(self):
        self.next(self.a, self.b)

    @step
    def right(self):
        self.next(self.b, self.a)

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
