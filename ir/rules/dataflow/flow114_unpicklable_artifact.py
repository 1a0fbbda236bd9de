"""FLOW114: an artifact cannot be stored."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error, warning
from flowc.ir.analysis import Analysis
from flowc.ir.effects import Write
from flowc.ir.flow import Step
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        seen: set[str] = set()
        for write in sorted(step.effects.writes, key=lambda write: not write.certain):
            if write.unpicklable is not None and write.name not in seen:
                seen.add(write.name)
                yield _finding(step, write, write.unpicklable)


def _finding(step: Step, write: Write, what: str) -> Finding:
    report = error if write.certain and step.effects.opaque is None else warning
    return report(
        "FLOW114",
        write.span,
        f"`self.{write.name}` in step `{step.id}` cannot be stored: {what} cannot be pickled",
        label="artifacts are pickled when the step ends",
        help=_help(write.name, what),
    )


def _help(name: str, what: str) -> str:
    if what.startswith("a generator"):
        return "make it a list: `list(...)`"
    if what == "an open file":
        return f"keep the content, `self.{name} = file.read()`, or the path"
    if what in ("`self`", "an input of the join"):
        return "keep the artifacts that are needed, not the whole object"
    return "use a function of the module, or a local variable"


RULE = Rule(
    code="FLOW114",
    title="Artifact cannot be pickled",
    severity=Severity.ERROR,
    why=(
        "What a step puts on `self` is pickled when the step ends, to be there for the steps after it. Generators "
        "and open files cannot be pickled, so the step fails at its very end."
    ),
    bad="""\
from metaflow import FlowSpec, step


class SquareFlow(FlowSpec):
    @step
    def start(self):
        self.squares = (n * n for n in range(10))
        self.next(self.end)

    @step
    def end(self):
        print(self.squares)


if __name__ == "__main__":
    SquareFlow()
""",
    good="""\
from metaflow import FlowSpec, step


class SquareFlow(FlowSpec):
    @step
    def start(self):
        self.squares = [n * n for n in range(10)]
        self.next(self.end)

    @step
    def end(self):
        print(self.squares)


if __name__ == "__main__":
    SquareFlow()
""",
    check=_check,
)
