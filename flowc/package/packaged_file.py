"""What the package is made of."""

from __future__ import annotations

from pathlib import Path

from flowc.diagnostics.record import record


@record
class PackagedFile:
    """A file that travels with the flow: its path in the package, where it is now, and why it is taken.

    `is_text`: its lines end in the package as Python's do, whatever they end in here; other files stay as they are.
    """

    path: str
    source: Path
    reason: str
    is_text: bool = True
