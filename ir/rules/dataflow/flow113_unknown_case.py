"""FLOW113: the variable of a switch takes a value that is none of its cases."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator, Sequence

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, Presence, dataflow
from flowc.ir.dataflow.values import values_at_exit
from flowc.ir.flow import Parameter, Step, Switch
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.wording import is_sure, listed, writers


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        if isinstance(step.transition, Switch) and step.transition.cases:
            yield from _of_switch(flow, step, step.transition)


def _of_switch(flow: DataFlow, step: Step, switch: Switch) -> Iterator[Finding]:
    values, sure = _values(flow, step, switch.condition)
    keys = [case.key for case in switch.cases]
    outside = [text for text in values if literal_eval(text) not in keys]
    if not outside:
        return
    all_outside = len(outside) == len(values)
    report = error if all_outside and sure and is_sure(step) else warning
    yield report(
        "FLOW113",
        switch.span,
        f"the switch of `{step.id}` has no case for {_plain(outside)}",
        label=f"`self.{switch.condition}` {'is' if all_outside else 'may be'} {_plain(outside)} here",
        help=f"add a case for it; the cases are {_plain([repr(key) for key in keys])}",
        related=writers(flow, switch.condition),
    )


def _plain(texts: Sequence[str]) -> str:
    return listed(texts[:5]) + (f" and {len(texts) - 5} more" if len(texts) > 5 else "")


def _values(flow: DataFlow, step: Step, name: str) -> tuple[Sequence[str], bool]:
    """The scalar values that the variable can have, as `repr`, and whether it surely has one of them."""
    for parameter in flow.analysis.flow.parameters:
        if parameter.attribute == name:
            return _choices(parameter), False
    if name in flow.shared:
        return (), False
    values = values_at_exit(flow, step.id, name) or ()
    if any(text[0] in "[({" or text.startswith("range(") for text in values):
        return (), False
    return values, flow.at_exit(step.id, name) is Presence.SURE


def _choices(parameter: Parameter) -> Sequence[str]:
    if parameter.type == "bool":
        return ("True", "False")
    return [repr(choice) for choice in parameter.choices] if parameter.type == "str" else ()


RULE = Rule(
    code="FLOW113",
    title="Switch has no case for a value",
    severity=Severity.WARNING,
    why=(
        "A switch looks the value of its variable up among its cases, and there is no default: a value that is not "
        "there fails the step. It is an error when every value that the variable can have is missing."
    ),
    bad="""\
from metaflow import FlowSpec, Parameter, step


class ModeFlow(FlowSpec):
    size = Parameter("size", default=3)

    @step
    def start(self):
        self.mode = "small" if self.size < 10 else "huge"
        self.next({"small": self.quick, "large": self.slow}, condition="mode")

    @step
    def quick(self):
        self.next(self.end)

    @step
    def slow(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ModeFlow()
""",
    good="""\
from metaflow import FlowSpec, Parameter, step


class ModeFlow(FlowSpec):
    size = Parameter("size", default=3)

    @step
    def start(self):
        self.mode = "small" if self.size < 10 else "large"
        self.next({"small": self.quick, "large": self.slow}, condition="mode")

    @step
    def quick(self):
        self.next(self.end)

    @step
    def slow(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ModeFlow()
""",
    check=_check,
)
