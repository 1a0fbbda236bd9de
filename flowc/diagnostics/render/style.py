"""Colours of the full format: a handful of ANSI sequences."""

from __future__ import annotations

from flowc.diagnostics.finding import Severity
from flowc.diagnostics.record import small_record

RED, YELLOW, CYAN, BLUE, BOLD = "1;31", "1;33", "1;36", "1;34", "1"
COLORS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTE: CYAN}


@small_record
class Style:
    """Paints text, or leaves it as it is."""

    color: bool

    def paint(self, text: str, code: str) -> str:
        """The text between an ANSI sequence and a reset."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text
