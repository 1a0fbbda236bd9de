"""A name for a finding that stays the same while other lines of the file move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from flowc.diagnostics.finding import Finding
from flowc.diagnostics.sha256 import hexdigest


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One for each finding: of the code, the file and the message; like ones are counted."""
    seen: Counter[tuple[str, str, str]] = Counter()
    names = []
    for finding in findings:
        key = (finding.code, finding.span.file, finding.message)
        names.append(hexdigest("\0".join([*key, str(seen[key])]).encode())[:32])
        seen[key] += 1
    return names
