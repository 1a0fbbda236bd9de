"""All findings of the Argo target, in the order of the source."""

from __future__ import annotations

from flowc.backends.argo.capabilities import CAPABILITIES
from flowc.backends.argo.check_config import config_findings
from flowc.backends.argo.check_parameters import parameter_findings
from flowc.backends.argo.check_schedule import schedule_findings
from flowc.backends.argo.check_steps import step_findings
from flowc.backends.argo.limits import limit_findings
from flowc.backends.argo.unbound import unbound_findings
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, Severity
from flowc.ir.features_used import unsupported


def check(request: Request) -> tuple[Finding, ...]:
    """Findings about what is written, sorted by place; then, when there is no error, about what would come out."""
    findings = [
        *unsupported(request.flow, CAPABILITIES, "Argo"),
        *parameter_findings(request.flow),
        *schedule_findings(request),
        *config_findings(request),
        *_event_findings(request),
        *step_findings(request),
    ]
    findings.sort(key=lambda finding: (finding.span, finding.code))
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings += limit_findings(request)
        findings += unbound_findings(request)
    return tuple(findings)


def _event_findings(request: Request) -> tuple[Finding, ...]:
    """Those of events, which few flows wait for."""
    if request.flow.trigger is None and request.flow.trigger_on_finish is None:
        return ()
    from flowc.backends.argo.events.check import event_findings

    return tuple(event_findings(request))
