"""All findings of the Airflow target, in the order of the source."""

from __future__ import annotations

from flowc.backends.airflow.capabilities import CAPABILITIES
from flowc.backends.airflow.check_config import config_findings
from flowc.backends.airflow.check_executors import executor_findings
from flowc.backends.airflow.check_flow import flow_findings
from flowc.backends.airflow.check_parameters import parameter_findings
from flowc.backends.airflow.limits import limit_findings
from flowc.backends.airflow.unbound import unbound_findings
from flowc.backends.checks.order import has_errors, ordered
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding
from flowc.ir.features_used import unsupported


def check(request: Request) -> tuple[Finding, ...]:
    """About what is written, and then about what would come out."""
    findings = [
        *unsupported(request.flow, CAPABILITIES, "Airflow"),
        *flow_findings(request.flow),
        *config_findings(request),
    ]
    if not has_errors(findings):
        findings += executor_findings(request)
        findings += parameter_findings(request)
    return ordered(request, findings, limit_findings, unbound_findings)
