"""FLOW017: a step name that is not made of a-z, 0-9 and _."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.rule import Rule

ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


def _check(analysis: Analysis) -> Iterator[Finding]:
    for step in analysis.flow.steps:
        if step.id.startswith("_") or not ALLOWED.issuperset(step.id):
            yield error(
                "FLOW017",
                step.span,
                f"`{step.id}` is not a valid name for a step",
                label=_reason(step.id),
                help=_way_out(step.id),
            )


def _reason(name: str) -> str:
    if name.startswith("_"):
        return "a step name cannot begin with `_`"
    wrong = dict.fromkeys(character for character in name if character not in ALLOWED)
    return f"only a-z, 0-9 and _ are allowed, not {', '.join(wrong)}"


def _way_out(name: str) -> str:
    better = _suggestion(name)
    return f"rename it to `{better}`" if better else "rename it"


def _suggestion(name: str) -> str:
    """`trainModel` -> `train_model`; empty when no name is left."""
    parts: list[str] = []
    for character in name:
        if character.isupper() and parts and parts[-1] != "_" and not parts[-1].isupper():
            parts.append("_")
        parts.append(character)
    name = "".join(parts).lower().strip("_")
    return name if ALLOWED.issuperset(name) and name.isidentifier() else ""


RULE = Rule(
    code="FLOW017",
    title="Step name has other characters than a-z, 0-9 and _",
    severity=Severity.ERROR,
    why=(
        "Step names become part of paths, labels and task names on every engine. Metaflow allows "
        "lowercase ASCII letters, digits and underscores, and no underscore at the front."
    ),
    bad="""\
from metaflow import FlowSpec, step


class CaseFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.trainModel)

    @step
    def trainModel(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class CaseFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train_model)

    @step
    def train_model(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)
