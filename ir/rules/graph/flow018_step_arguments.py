"""FLOW018: a step takes no argument, or more than two."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if step.arguments == 0:
            yield error(
                "FLOW018",
                step.span,
                f"step `{step.id}` takes no argument, but it needs `self`",
                label="`self` is missing",
                help=f"write def {step.id}(self):",
            )
        elif step.arguments > 2:
            yield error(
                "FLOW018",
                step.span,
                f"step `{step.id}` takes {step.arguments} arguments, but a step has `self` and perhaps `inputs`",
                label="too many arguments",
                help=f"write def {step.id}(self): and read values from artifacts or a Parameter",
            )


RULE = Rule(
    code="FLOW018",
    title="Step with the wrong number of arguments",
    severity=Severity.ERROR,
    why=(
        "A step is a method: its first argument is `self`. A step that joins branches takes one more, "
        "`inputs`. Nobody would give values to any other."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self, context, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
    ignorable=False,
)
