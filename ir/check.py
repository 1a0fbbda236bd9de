"""Run every rule over an analysed flow."""

from __future__ import annotations

from flowc.diagnostics import Finding
from flowc.ir.analysis import Analysis


def check(analysis: Analysis) -> tuple[Finding, ...]:
    """All findings of all rules that look at the IR, in the order of the source."""
    from flowc.ir.rules import RULES

    findings = [finding for rule in RULES if rule.check for finding in rule.check(analysis)]
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code, finding.message)))
