"""All findings of the Airflow target, in the order of the source."""

from __future__ import annotations

from flowc.backends.airflow.capabilities import CAPABILITIES
from flowc.backends.airflow.check_config import config_findings
from flowc.backends.airflow.check_executors import executor_findings
from flowc.backends.airflow.check_flow import flow_findings
from flowc.backends.airflow.limits import limit_findings
from flowc.backends.airflow.unbound import unbound_findings
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, Severity
from flowc.ir.features_used import unsupported


def check(request: Request) -> tuple[Finding, ...]:
    """Findings about what is written, sorted by place; then, when there is no error, about what would come out."""
    findings = [
        *unsupported(request.flow, CAPABILITIES, "Airflow"),
        *flow_findings(request.flow),
        *config_findings(request),
    ]
    if not _has_errors(findings):
        findings += executor_findings(request)
    findings.sort(key=lambda finding: (finding.span, finding.code))
    if not _has_errors(findings):
        findings += limit_findings(request)
        findings += unbound_findings(request)
    return tuple(findings)


def _has_errors(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
