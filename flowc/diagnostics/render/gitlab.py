"""GitLab's Code Quality report, a subset of the Code Climate format."""

from __future__ import annotations

import json

from flowc.diagnostics.finding import Severity
from flowc.diagnostics.render.fingerprint import fingerprints
from flowc.diagnostics.render.report import Report

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report) -> str:
    """A JSON list; paths are as typed, so run it from the root of the repository."""
    issues = [
        {
            "description": f"{finding.code}: {finding.message}",
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.severity],
            "location": {
                "path": finding.span.file,
                "lines": {"begin": finding.span.line, "end": finding.span.end_line},
            },
        }
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"
