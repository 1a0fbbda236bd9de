"""Findings as text: one file a format. `render` picks by name, so that only the one used is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module

from flowc.diagnostics.finding import Finding
from flowc.diagnostics.render.report import Report

FORMATS: Mapping[str, str] = {
    "full": "flowc.diagnostics.render.full",
    "concise": "flowc.diagnostics.render.concise",
    "json": "flowc.diagnostics.render.json_format",
    "sarif": "flowc.diagnostics.render.sarif",
    "github": "flowc.diagnostics.render.github",
    "gitlab": "flowc.diagnostics.render.gitlab",
    "junit": "flowc.diagnostics.render.junit",
}
"""Format name to the module whose `render(report)` makes the text."""

__all__ = ["FORMATS", "Report", "render"]


def render(report: Report, format_name: str) -> str:
    """The report in one of `FORMATS`; ends with a newline unless it is empty."""
    module = import_module(FORMATS[format_name])
    text = module.render(report)
    assert isinstance(text, str)
    return text


def sort_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of the source, each once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda finding: (finding.span, finding.code, finding.message)))
