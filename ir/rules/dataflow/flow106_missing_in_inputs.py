"""FLOW106: an artifact is read from inputs that do not have it."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow import DataFlow, Presence, dataflow
from flowc.ir.effects import InputRead
from flowc.ir.flow import Step, StepId
from flowc.ir.rule import Rule
from flowc.ir.rules.dataflow.wording import is_sure, listed, similar, writers

_ABSENT = (Presence.NEVER, Presence.LOST)


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = dataflow(analysis)
    for step in flow.steps():
        seen: set[tuple[str | None, str]] = set()
        for read in step.effects.input_reads:
            key = (read.step, read.name or "")
            if read.certain and key not in seen:
                seen.add(key)
                yield from _missing(flow, step, read)


def _missing(flow: DataFlow, step: Step, read: InputRead) -> Iterator[Finding]:
    inputs = flow.inputs(step.id)
    if read.step is not None:
        inputs = tuple(before for before in inputs if before == read.step)
    if read.name is None or not inputs:
        return
    found = {before: flow.at_exit(before, read.name) for before in inputs}
    if all(presence in _ABSENT for presence in found.values()):
        yield _nowhere(flow, step, read, inputs)
    elif any(presence in (*_ABSENT, Presence.MAYBE) for presence in found.values()):
        lacking = [before for before, presence in found.items() if presence in (*_ABSENT, Presence.MAYBE)]
        yield _partly(flow, step, read, lacking)


def _nowhere(flow: DataFlow, step: Step, read: InputRead, inputs: tuple[StepId, ...]) -> Finding:
    report = error if is_sure(step) else warning
    source = f"step `{read.step}`" if read.step else f"none of its inputs ({listed(inputs)})"
    close = None if flow.universe.bit(read.name or "") else similar(read.name or "", flow.names())
    return report(
        "FLOW106",
        read.span,
        f"step `{step.id}` reads `{read.name}` from its inputs, which "
        + (f"{source} does not have" if read.step else f"{source} has"),
        label="no such artifact at the end of that step" if read.step else "no such artifact in any branch",
        help=f"did you mean `{close}`?" if close else f"set `self.{read.name}` in the branch",
        related=writers(flow, read.name or ""),
    )


def _partly(flow: DataFlow, step: Step, read: InputRead, lacking: list[StepId]) -> Finding:
    return warning(
        "FLOW106",
        read.span,
        f"step `{step.id}` reads `{read.name}` from its inputs, which {listed(lacking)} may not have",
        label="fails for an input without it",
        help=f'set `self.{read.name}` in every branch, or read it with `getattr(..., "{read.name}", None)`',
        related=writers(flow, read.name or ""),
    )


RULE = Rule(
    code="FLOW106",
    title="Artifact is absent from the inputs of a join",
    severity=Severity.ERROR,
    why=(
        "Each input of a join has the artifacts that exist at the end of its branch. Reading another one raises an "
        "AttributeError in the join, after all branches have done their work."
    ),
    bad="""\
from metaflow import FlowSpec, step


class CompareFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.fast, self.exact)

    @step
    def fast(self):
        self.score = 1
        self.next(self.join)

    @step
    def exact(self):
        self.result = 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.best = max(inputs.fast.score, inputs.exact.score)
        self.next(self.end)

    @step
    def end(self):
        print(self.best)


if __name__ == "__main__":
    CompareFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class CompareFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.fast, self.exact)

    @step
    def fast(self):
        self.score = 1
        self.next(self.join)

    @step
    def exact(self):
        self.score = 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.best = max(inputs.fast.score, inputs.exact.score)
        self.next(self.end)

    @step
    def end(self):
        print(self.best)


if __name__ == "__main__":
    CompareFlow()
""",
    check=_check,
)
