"""FLOW021: `self.next` names something that is not a step."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Step, StepId, targets
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.wording import way_to


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        for target in targets(step.transition):
            if target not in analysis.steps:
                yield _unknown(analysis, step, target)


def _unknown(analysis: Analysis, step: Step, target: StepId) -> Finding:
    flow = analysis.flow
    is_method = target in flow.members
    what = "which is a method but not a step" if is_method else "which does not exist"
    notes = (
        (f"the class may have more steps than flowc can see: {flow.open_class}",) if flow.open_class else ()
    )
    return error(
        "FLOW021",
        way_to(step, target),
        f"step `{step.id}` leads to `{target}`, {what}",
        label="not a step" if is_method else "no step has this name",
        help=f"write `@step` above `def {target}(self)`" if is_method else _close(analysis, target),
        notes=notes,
    )


def _close(analysis: Analysis, target: StepId) -> str:
    from difflib import get_close_matches

    close = get_close_matches(target, list(analysis.steps), n=1)
    return f"did you mean `self.{close[0]}`?" if close else f"add a step named `{target}`"


RULE = Rule(
    code="FLOW021",
    title="Transition to a step that does not exist",
    severity=Severity.ERROR,
    why=(
        "No engine can run a step that is not there. Mostly the name is misspelled, or the method "
        "lacks `@step`."
    ),
    bad="""\
from metaflow import FlowSpec, step


class TypoFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.trian)

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class TypoFlow(FlowSpec):
    @step
    def start(self):
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
