"""What the package is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedFile:
    """A file that travels with the flow: its path in the package, where it is now, and why it is taken."""

    path: str
    source: Path
    reason: str
