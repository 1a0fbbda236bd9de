"""All findings of the Airflow target, in the order of the source."""

from __future__ import annotations

from flowc.backends.airflow.capabilities import CAPABILITIES
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding
from flowc.ir.features_used import unsupported


def check(request: Request) -> tuple[Finding, ...]:
    """Findings about what is written, sorted by place."""
    findings = [*unsupported(request.flow, CAPABILITIES, "Airflow")]
    findings.sort(key=lambda finding: (finding.span, finding.code))
    return tuple(findings)
