"""What a renderer gets: findings whose spans name files as the user does, and the text of those files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flowc.diagnostics.finding import Finding, Severity

ReadLines = Callable[[str], tuple[str, ...]]
"""The lines of a file by its displayed path; empty when it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`files` are the flow files that were checked, also those without findings."""

    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    lines: ReadLines
    colour: bool = False


def counts(report: Report) -> dict[Severity, int]:
    """How many findings of each severity there are."""
    return {
        severity: sum(finding.severity is severity for finding in report.findings) for severity in Severity
    }


def summary(report: Report) -> str:
    """`2 errors and 1 warning in 3 files`; empty when there is nothing to count."""
    parts = [
        f"{count} {severity.value}{'s' if count > 1 else ''}"
        for severity, count in counts(report).items()
        if count
    ]
    if not parts:
        return ""
    text = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
    files = len(report.files)
    return f"{text} in {files} file{'s' if files != 1 else ''}" if files > 1 else text
