"""In which order a target's findings are made and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, Severity


def ordered(
    request: Request, written: Iterable[Finding], *computed: Callable[[Request], Iterator[Finding]]
) -> tuple[Finding, ...]:
    """Findings about what is written, sorted by place; then, when there is no error, about what would come out."""
    findings = sorted(written, key=lambda finding: (finding.span, finding.code))
    if not has_errors(findings):
        findings += (finding for check in computed for finding in check(request))
    return tuple(findings)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether there is one because of which nothing may be written."""
    return any(finding.severity is Severity.ERROR for finding in findings)
