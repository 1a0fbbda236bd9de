"""FLOW040: splits, foreachs or loops nested beyond what flowc follows."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.structure.fault import FaultKind
from flowc.ir.structure.routes import MAX_DEPTH


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.TOO_DEEP):
        yield error(
            "FLOW040",
            fault.span,
            f"`{fault.step}` is nested deeper than {MAX_DEPTH} splits, foreachs or loops",
            label="opens one more",
            help="join some of them before, or move a part into a flow of its own",
        )


def _nested(depth: int) -> str:
    """A flow with foreachs nested to a depth, for the examples."""
    lines = ["from metaflow import FlowSpec, step", "", "", "class DeepFlow(FlowSpec):"]
    lines += _method("start", "self.items = [1]", "self.next(self.f1)")
    for level in range(1, depth + 1):
        lines += _method(f"f{level}", f'self.next(self.f{level + 1}, foreach="items")')
    lines += _method(f"f{depth + 1}", f"self.next(self.j{depth})")
    for level in range(depth, 0, -1):
        after = f"j{level - 1}" if level > 1 else "end"
        lines += _method(f"j{level}", f"self.next(self.{after})", arguments="self, inputs")
    return "\n".join([*lines, *_method("end", "pass")]) + "\n"


def _method(name: str, *body: str, arguments: str = "self") -> list[str]:
    return ["", "    @step", f"    def {name}({arguments}):", *(f"        {line}" for line in body)]


RULE = Rule(
    code="FLOW040",
    title="Nested too deeply",
    severity=Severity.ERROR,
    why=(
        "flowc follows splits, foreachs and loops to a depth far beyond what an engine can run, and "
        "stops there."
    ),
    bad=_nested(MAX_DEPTH + 1),
    good=_nested(3),
    check=_check,
    ignorable=False,
)
