"""Findings to render, and the sources that they are about."""

from __future__ import annotations

from flowc.diagnostics import Finding, Severity, Span, error
from flowc.diagnostics.render import Report, RuleText

SOURCE = {
    "flow.py": [
        "class A(FlowSpec):",
        "    def evaluate(self):",
        "        self.next(self.trian)",
        "\tx = '日本語', bad",
        "    call(",
        "        b,",
        "        c,",
        "        d,",
        "        e,",
        "        f,",
        "        g)",
        "x" * 300 + "BAD" + "y" * 300,
        "e\u0301 = oops",
    ],
    "lib/other.py": ["def helper():", "    pass"],
}


def at(line: int, column: int, end_column: int, *, end_line: int = 0, file: str = "flow.py") -> Span:
    return Span(file=file, line=line, column=column, end_line=end_line or line, end_column=end_column)


def report(*findings: Finding, color: bool = False) -> Report:
    text = RuleText(
        code="FLOW021", title="Unknown step", why="No engine can run it.", severity=Severity.ERROR
    )
    return Report(
        findings=findings,
        files=("flow.py", "fine.py"),
        version="1.2.3",
        color=color,
        source=SOURCE.get,
        rules=lambda: {"FLOW021": text},
    )


UNKNOWN = error(
    "FLOW021",
    at(3, 19, 29),
    "step `evaluate` follows `trian`, which does not exist",
    label="no step has this name",
    help="did you mean `train`?",
)
