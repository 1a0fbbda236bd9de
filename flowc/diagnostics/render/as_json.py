"""Findings as one JSON object, for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from flowc.diagnostics.finding import Finding, Severity
from flowc.diagnostics.render.report import Report
from flowc.diagnostics.span import Span

VERSION = 1
"""Raised when a field changes its meaning or goes away."""


def render(report: Report) -> str:
    """`{"version", "files", "summary", "findings"}`; lines and columns count from 1, end columns are exclusive."""
    counts = Counter(finding.severity for finding in report.findings)
    document = {
        "version": VERSION,
        "files": list(report.files),
        "summary": {severity.value: counts[severity] for severity in Severity},
        "findings": [as_object(finding) for finding in report.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_object(finding: Finding) -> dict[str, Any]:
    """One finding as plain JSON data."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "label": finding.label,
        "help": finding.help,
        "notes": list(finding.notes),
        **_place(finding.span),
        "related": [{"text": label.text, **_place(label.span)} for label in finding.related],
    }


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
