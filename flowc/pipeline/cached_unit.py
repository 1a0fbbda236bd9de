"""A unit as JSON, for the cache: flows by their codec, findings and files beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.diagnostics import Finding, Label, Severity, Span
from flowc.ir.codec import decode, encode
from flowc.pipeline.unit import PackagedFile, Unit


def encode_unit(unit: Unit) -> Any:
    """Plain JSON. The path and the settings are part of the key already."""
    return {
        "flows": [encode(flow) for flow in unit.flows],
        "findings": [_finding(finding) for finding in unit.findings],
        "files": [[file.path, str(file.source), file.reason] for file in unit.files],
    }


def decode_unit(document: Any, path: Path, settings: Mapping[str, Any]) -> Unit:
    """The unit again, for the same path and settings."""
    return Unit(
        path=path,
        flows=tuple(decode(flow) for flow in document["flows"]),
        findings=tuple(_finding_of(row) for row in document["findings"]),
        files=tuple(
            PackagedFile(path=name, source=Path(source), reason=reason)
            for name, source, reason in document["files"]
        ),
        settings=settings,
    )


def _finding(finding: Finding) -> Any:
    related = [[_span(label.span), label.text] for label in finding.related]
    return [
        finding.code,
        finding.severity.value,
        _span(finding.span),
        finding.message,
        finding.label,
        finding.help,
        list(finding.notes),
        related,
    ]


def _finding_of(row: Any) -> Finding:
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
