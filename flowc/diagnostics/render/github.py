"""Workflow commands of GitHub Actions: annotations on the lines of a pull request."""

from __future__ import annotations

from flowc.diagnostics.finding import Finding, Severity
from flowc.diagnostics.render.report import Report

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report) -> str:
    """One command a finding."""
    return "".join(_command(finding) + "\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    span = finding.span
    properties = {
        "title": f"flowc {finding.code}",
        "file": span.file,
        "line": str(span.line),
        "col": str(span.column),
        "endLine": str(span.end_line),
        "endColumn": str(span.end_column),
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = finding.message if finding.help is None else f"{finding.message}\nhelp: {finding.help}"
    return f"::{COMMANDS[finding.severity]} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
