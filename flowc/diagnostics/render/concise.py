"""One line a finding: `path:line:col: error[FLOW001] message`."""

from __future__ import annotations

from flowc.diagnostics.render.report import Report, summary


def render(report: Report) -> str:
    """The lines, then the summary."""
    lines = [
        f"{finding.span}: {finding.severity.value}[{finding.code}] {' '.join(finding.message.split())}"
        for finding in report.findings
    ]
    return "\n".join([*lines, summary(report)]) + "\n"
