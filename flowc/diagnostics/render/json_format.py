"""Findings for programs: one JSON array."""

from __future__ import annotations

import json

from flowc.diagnostics.finding import Finding
from flowc.diagnostics.render.report import Report
from flowc.diagnostics.span import Span


def render(report: Report) -> str:
    """An array with one object a finding; `[]` when there is none."""
    return json.dumps([as_object(finding) for finding in report.findings], indent=2) + "\n"


def as_object(finding: Finding) -> dict[str, object]:
    """A finding as a JSON object."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "label": finding.label,
        "help": finding.help,
        "notes": list(finding.notes),
        **place(finding.span),
        "related": [{"message": label.text, **place(label.span)} for label in finding.related],
    }


def place(span: Span) -> dict[str, object]:
    """A span as members of an object."""
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
