"""All findings of the Step Functions target, in the order of the source."""

from __future__ import annotations

from flowc.backends.protocol import Request
from flowc.backends.step_functions.capabilities import CAPABILITIES
from flowc.diagnostics import Finding
from flowc.ir.features_used import unsupported


def check(request: Request) -> tuple[Finding, ...]:
    """Findings about what is written, sorted by place; then, when there is no error, about what would come out."""
    findings = [*unsupported(request.flow, CAPABILITIES, "Step Functions")]
    findings.sort(key=lambda finding: (finding.span, finding.code))
    return tuple(findings)
