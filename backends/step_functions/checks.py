"""All findings of the Step Functions target, in the order of the source."""

from __future__ import annotations

from flowc.backends.checks.order import ordered
from flowc.backends.protocol import Request
from flowc.backends.step_functions.capabilities import CAPABILITIES
from flowc.backends.step_functions.check_flow import flow_findings
from flowc.backends.step_functions.check_settings import setting_findings
from flowc.backends.step_functions.check_steps import step_findings
from flowc.backends.step_functions.limits import limit_findings
from flowc.backends.step_functions.own import problems
from flowc.backends.step_functions.unbound import unbound_findings
from flowc.diagnostics import Finding
from flowc.ir.features_used import unsupported


def check(request: Request) -> tuple[Finding, ...]:
    """About what is written, and then about what would come out."""
    findings = [
        *setting_findings(request),
        *unsupported(request.flow, CAPABILITIES, "Step Functions"),
        *flow_findings(request),
        *(() if problems(request.settings.own) else step_findings(request)),
    ]
    return ordered(request, findings, limit_findings, unbound_findings)
