"""What a rule is: one object from which the check, the explanation, the documentation and two tests come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import TypeAlias

from flowc.diagnostics import Finding, Severity
from flowc.diagnostics.record import record
from flowc.ir.analysis import Analysis

Check: TypeAlias = Callable[[Analysis], Iterable[Finding]]


@record
class Rule:
    """A rule of the language, or of a target.

    `bad` and `good` are whole flow files: the first gets exactly this code, the second nothing at all.
    `files` are further files that the examples need, by path. `check` is None when the finding is made elsewhere
    (while reading the source, or by a backend). `ignorable` rules can be silenced by `# flowc: ignore[CODE]`.
    """

    code: str
    title: str
    severity: Severity
    why: str
    bad: str
    good: str
    files: Mapping[str, str] = field(default_factory=dict)
    target: str | None = None
    """The target to compile the examples for, when only a target makes the difference."""
    check: Check | None = None
    ignorable: bool = True
