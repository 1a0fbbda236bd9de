"""Workflow commands of GitHub Actions: findings show up as annotations of a pull request."""

from __future__ import annotations

from flowc.diagnostics.finding import Finding, Severity
from flowc.diagnostics.render.report import Report

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report) -> str:
    """One `::error file=...::message` a line."""
    return "".join(_command(finding) + "\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    span = finding.span
    properties = {
        "title": f"flowc {finding.code}",
        "file": span.file,
        "line": str(span.line),
        "endLine": str(span.end_line),
    }
    if span.line == span.end_line:  # GitHub refuses columns over several lines
        properties |= {"col": str(span.column), "endColumn": str(max(span.end_column - 1, span.column))}
    text = finding.message + (f"\nhelp: {finding.help}" if finding.help else "")
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{COMMANDS[finding.severity]} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
