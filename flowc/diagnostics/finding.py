"""The one type of every message about a user's flow, and short ways to build it."""

from __future__ import annotations

from enum import Enum

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


def error(
    code: str,
    span: Span,
    message: str,
    *,
    label: str | None = None,
    help: str | None = None,  # noqa: A002 - the field's name
    notes: tuple[str, ...] = (),
    related: tuple[Label, ...] = (),
) -> Finding:
    """A finding that stops the compile."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        span=span,
        message=message,
        label=label,
        help=help,
        notes=notes,
        related=related,
    )


def warning(
    code: str,
    span: Span,
    message: str,
    *,
    label: str | None = None,
    help: str | None = None,  # noqa: A002 - the field's name
    notes: tuple[str, ...] = (),
    related: tuple[Label, ...] = (),
) -> Finding:
    """A finding that deserves a look; `--strict` makes it an error."""
    return Finding(
        code=code,
        severity=Severity.WARNING,
        span=span,
        message=message,
        label=label,
        help=help,
        notes=notes,
        related=related,
    )


def note(
    code: str,
    span: Span,
    message: str,
    *,
    label: str | None = None,
    help: str | None = None,  # noqa: A002 - the field's name
    notes: tuple[str, ...] = (),
    related: tuple[Label, ...] = (),
) -> Finding:
    """A finding that is good to know."""
    return Finding(
        code=code,
        severity=Severity.NOTE,
        span=span,
        message=message,
        label=label,
        help=help,
        notes=notes,
        related=related,
    )
