"""What every renderer gets: findings, and where to look up what they refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field

from flowc.diagnostics.finding import Finding, Severity
from flowc.diagnostics.record import record


@record
class RuleText:
    """What a format may say about a rule beside its findings."""

    code: str
    title: str
    why: str
    severity: Severity


def _no_source(_file: str) -> Sequence[str] | None:
    return None


def _no_rules() -> Mapping[str, RuleText]:
    return {}


@record
class Report:
    """Findings of one run. The spans carry paths as people are to see them.

    `files` are all files that were looked at; `source` gives the lines of a file (None: it cannot be read);
    `rules` the texts of the rules by code. `color` asks for ANSI colours, where the format has any.
    """

    findings: tuple[Finding, ...]
    files: tuple[str, ...] = ()
    version: str = ""
    color: bool = False
    source: Callable[[str], Sequence[str] | None] = field(default=_no_source, repr=False)
    rules: Callable[[], Mapping[str, RuleText]] = field(default=_no_rules, repr=False)


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, by place; at one place the worst first."""
    unique: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        unique.setdefault((finding.span, finding.code, finding.message), finding)
    return tuple(sorted(unique.values(), key=lambda it: (it.span, _ORDER[it.severity], it.code, it.message)))


def summary(report: Report) -> str:
    """One line: `2 errors, 1 warning in 3 files`; without the files where it is about none."""
    counts = Counter(finding.severity for finding in report.findings)
    parts = [_plural(counts[severity], severity.value) for severity in Severity if counts[severity]]
    found = ", ".join(parts) or "no findings"
    return f"{found} in {_plural(len(report.files), 'file')}" if report.files or not parts else found


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
