"""What an evaluation gives: a value, or the reason why there is none."""

from __future__ import annotations

from typing import TypeAlias

from flowc.diagnostics import Span
from flowc.diagnostics.record import record


@record
class Known:
    """A value: None, bool, int, float, str, list, tuple, dict, set, or a `PurePosixPath`.

    Paths made from `__file__`, as text or as path objects, are relative to the folder of the flow file.
    """

    value: object


@record
class Unknown:
    """No value: `text` is the part of the expression that is in the way, `span` its place, `reason` the
    reason.

    The reason is a phrase that reads on after "because" (`` `load()` is called, which flowc does not run``).
    """

    reason: str
    span: Span
    text: str


Result: TypeAlias = Known | Unknown
