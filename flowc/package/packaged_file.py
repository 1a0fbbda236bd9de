"""What the package is made of."""

from __future__ import annotations

from pathlib import Path

from flowc.diagnostics.record import record


@record
class PackagedFile:
    """A file that travels with the flow: its path in the package, where it is now, and why it is taken."""

    path: str
    source: Path
    reason: str
