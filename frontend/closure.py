"""The local files that a flow file imports, directly or not: what has to travel with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flowc.diagnostics import Finding
from flowc.frontend.modules import Modules
from flowc.frontend.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureFile:
    """A file of the closure: `path` is where the imports will look for it, `source_path` where it is now."""

    path: str
    source_path: Path
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """All files, sorted by path, and what was found on the way (FLOW009)."""

    files: tuple[ClosureFile, ...]
    findings: tuple[Finding, ...]


def import_closure(entry: Source, modules: Modules) -> Closure:
    """The static import closure of the entry file, itself included."""
    raise NotImplementedError
