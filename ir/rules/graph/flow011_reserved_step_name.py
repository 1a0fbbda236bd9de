"""FLOW011: a step has a name that every flow needs for itself."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step
from flowc.ir.rule import Rule

RESERVED = {
    "name": "`name` is reserved by Metaflow",
    "next": "`self.next(...)` says which steps follow",
    "input": "`self.input` is the item of a foreach",
    "index": "`self.index` is the position of an item in a foreach",
    "cmd": "`cmd` is reserved for the command line of the flow",
}
"""What Metaflow refuses (lint.py, check_reserved_words)."""

HIDDEN_METHODS = frozenset({"merge_artifacts", "foreach_stack"})
"""Methods of FlowSpec that Metaflow lets a step replace; the flow breaks where it calls them."""


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if step.id in RESERVED:
            yield _reserved(step)
        elif step.id in HIDDEN_METHODS:
            yield _hidden(step)


def _reserved(step: Step) -> Finding:
    return error(
        "FLOW011",
        step.span,
        f"a step cannot be named `{step.id}`",
        label=RESERVED[step.id],
        help=f"rename the step, for example to `{step.id}_step`, here and where `self.next` names it",
    )


def _hidden(step: Step) -> Finding:
    return warning(
        "FLOW011",
        step.span,
        f"step `{step.id}` hides the method `self.{step.id}()` that every flow has",
        label="whoever calls the method gets the step instead",
        help=f"rename the step, for example to `{step.id}_step`, here and where `self.next` names it",
    )


RULE = Rule(
    code="FLOW011",
    title="Step has a reserved name",
    severity=Severity.ERROR,
    why=(
        "Every flow has some names of its own, such as `self.next` and `self.input`. A step with such "
        "a name hides what Metaflow needs to run the flow."
    ),
    bad="""\
from metaflow import FlowSpec, step


class NextFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.next)

    @step
    def next(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class NextFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.next_page)

    @step
    def next_page(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)
