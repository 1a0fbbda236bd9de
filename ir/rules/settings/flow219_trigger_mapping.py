"""FLOW219: an event of `@trigger` sets a parameter that the flow does not have."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import IncludeFile, Parameter, Trigger
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = analysis.flow
    declared: tuple[Parameter | IncludeFile, ...] = (*flow.parameters, *flow.include_files)
    names = [parameter.name for parameter in declared]
    if flow.trigger is not None and flow.open_class is None:
        yield from _unknown(flow.trigger, names)


def _unknown(trigger: Trigger, names: list[str]) -> Iterator[Finding]:
    known = {name.lower() for name in names}
    for event in trigger.events:
        for parameter, _ in event.parameters:
            if parameter.lower() in known:
                continue
            from difflib import get_close_matches

            close = get_close_matches(parameter, names, n=1)
            yield error(
                "FLOW219",
                trigger.span,
                f"the event `{event.name}` sets `{parameter}`, which is no Parameter of this flow",
                label="mapped to an unknown parameter",
                help=f"did you mean `{close[0]}`?"
                if close
                else f"add {parameter} = Parameter('{parameter}')",
            )


RULE = Rule(
    code="FLOW219",
    title="Event sets an unknown parameter",
    severity=Severity.ERROR,
    why=(
        "The mapping of an event says which Parameter each of its fields sets. A Parameter that the flow "
        "does not have cannot be set."
    ),
    bad="""\
from metaflow import FlowSpec, Parameter, step, trigger


@trigger(event={"name": "data_arrived", "parameters": {"pth": "path"}})
class TrainFlow(FlowSpec):
    path = Parameter("path", default="data")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, Parameter, step, trigger


@trigger(event={"name": "data_arrived", "parameters": {"path": "path"}})
class TrainFlow(FlowSpec):
    path = Parameter("path", default="data")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)
