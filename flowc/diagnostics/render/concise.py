"""One line a finding, as compilers print for editors."""

from __future__ import annotations

from flowc.diagnostics.render.report import Report, summary


def render(report: Report) -> str:
    """`path:line:col: error[FLOW001] message`, then a summary."""
    lines = [
        f"{finding.span}: {finding.severity.value}[{finding.code}] {finding.message}"
        for finding in report.findings
    ]
    line = summary(report)
    return "\n".join([*lines, line]) + "\n" if line else ""
