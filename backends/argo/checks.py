"""All findings of the Argo target, in the order of the source."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.capabilities import CAPABILITIES
from flowc.backends.argo.check_config import config_findings
from flowc.backends.argo.check_parameters import parameter_findings
from flowc.backends.argo.check_steps import step_findings
from flowc.backends.argo.limits import limit_findings
from flowc.backends.argo.unbound import unbound_findings
from flowc.backends.checks.order import ordered
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding
from flowc.ir.features_used import unsupported
from flowc.ir.flow import Flow


def check(request: Request) -> tuple[Finding, ...]:
    """About what is written, and then about what would come out."""
    findings = [
        *unsupported(request.flow, CAPABILITIES, "Argo"),
        *parameter_findings(request.flow),
        *_schedule(request.flow),
        *config_findings(request),
        *_event_findings(request),
        *step_findings(request),
    ]
    return ordered(request, findings, limit_findings, unbound_findings)


def _schedule(flow: Flow) -> Iterator[Finding]:
    if flow.schedule is None:
        return
    from flowc.backends.checks.schedules import schedule_findings
    from flowc.backends.unix_cron import convert

    yield from schedule_findings(flow.schedule, convert, "Argo")


def _event_findings(request: Request) -> tuple[Finding, ...]:
    """Those of events, which few flows wait for."""
    if request.flow.trigger is None and request.flow.trigger_on_finish is None:
        return ()
    from flowc.backends.argo.events.check import event_findings

    return tuple(event_findings(request))
