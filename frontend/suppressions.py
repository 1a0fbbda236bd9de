"""Comments that silence findings: `# flowc: ignore[FLOW012]`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flowc.diagnostics import Finding, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One comment. It covers findings that start on lines `first_line` to `last_line`.

    `codes` is None for a bare `# flowc: ignore`, which covers every code.
    """

    codes: tuple[str, ...] | None
    span: Span
    first_line: int
    last_line: int

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one that this comment silences."""
        at = finding.span
        if at.file != self.span.file or not self.first_line <= at.line <= self.last_line:
            return False
        return self.codes is None or finding.code in self.codes


def find_suppressions(file: str, text: str) -> tuple[Suppression, ...]:
    """The comments of a file, in order."""
    raise NotImplementedError


def suppress(
    findings: Iterable[Finding],
    suppressions: Iterable[Suppression],
    *,
    known: Iterable[str],
    ignorable: Iterable[str],
) -> tuple[Finding, ...]:
    """The findings that are left, and FLOW010 for comments with an unknown code or with nothing to silence.

    `known` are all codes there are, `ignorable` those that may be silenced.
    """
    raise NotImplementedError
