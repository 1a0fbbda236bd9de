"""Findings as JSON, for the cache. Knows nothing of flows, so that a second run need not load them."""

from __future__ import annotations

from typing import Any

from flowc.diagnostics import Finding, Label, Severity, Span


def encode_finding(finding: Finding) -> Any:
    """A finding as a JSON list."""
    return [
        finding.code,
        finding.severity.value,
        _span(finding.span),
        finding.message,
        finding.label,
        finding.help,
        list(finding.notes),
        [[_span(label.span), label.text] for label in finding.related],
    ]


def decode_finding(row: Any) -> Finding:
    """The finding again."""
    code, severity, span, message, label, advice, notes, related = row
    return Finding(
        code=code,
        severity=Severity(severity),
        span=_span_of(span),
        message=message,
        label=label,
        help=advice,
        notes=tuple(notes),
        related=tuple(Label(span=_span_of(place), text=text) for place, text in related),
    )


def _span(span: Span) -> Any:
    return [span.file, span.line, span.column, span.end_line, span.end_column]


def _span_of(row: Any) -> Span:
    file, line, column, end_line, end_column = row
    return Span(file=file, line=line, column=column, end_line=end_line, end_column=end_column)
