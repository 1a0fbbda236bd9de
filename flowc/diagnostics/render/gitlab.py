"""GitLab's code quality report."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256

from flowc.diagnostics.finding import Finding, Severity
from flowc.diagnostics.render.report import Report

SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report) -> str:
    """An array with one object a finding. Fingerprints do not move with line numbers."""
    seen: Counter[str] = Counter()
    return json.dumps([_object(finding, seen) for finding in report.findings], indent=2) + "\n"


def _object(finding: Finding, seen: Counter[str]) -> dict[str, object]:
    identity = f"{finding.code}\n{finding.span.file}\n{finding.message}"
    seen[identity] += 1
    return {
        "description": finding.message,
        "check_name": finding.code,
        "fingerprint": sha256(f"{identity}\n{seen[identity]}".encode()).hexdigest(),
        "severity": SEVERITIES[finding.severity],
        "location": {"path": finding.span.file, "lines": {"begin": finding.span.line}},
    }
