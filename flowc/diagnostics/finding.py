"""The one type of every message about a user's flow, and short ways to build it."""

from __future__ import annotations

from enum import Enum
from functools import partial

from flowc.diagnostics.record import record
from flowc.diagnostics.span import Span


class Severity(Enum):
    """How bad it is: only an error stops a compile."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@record
class Label:
    """A second place that helps to understand a finding, with what is to be seen there."""

    span: Span
    text: str


@record
class Finding:
    """What is wrong (`message`), where (`span`), why this spot (`label`) and what to type (`help`)."""

    code: str
    severity: Severity
    span: Span
    message: str
    label: str | None = None
    help: str | None = None
    notes: tuple[str, ...] = ()
    related: tuple[Label, ...] = ()


def _made(
    severity: Severity,
    code: str,
    span: Span,
    message: str,
    *,
    label: str | None = None,
    help: str | None = None,  # noqa: A002 - the field's name
    notes: tuple[str, ...] = (),
    related: tuple[Label, ...] = (),
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        span=span,
        message=message,
        label=label,
        help=help,
        notes=notes,
        related=related,
    )


error = partial(_made, Severity.ERROR)
"""A finding that stops the compile: `error(code, span, message, label=..., help=..., notes=..., related=...)`."""

warning = partial(_made, Severity.WARNING)
"""A finding that deserves a look; `--strict` makes it an error."""

note = partial(_made, Severity.NOTE)
"""A finding that is good to know."""
