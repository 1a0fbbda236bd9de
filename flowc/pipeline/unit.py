"""One flow file, read and checked: what every command starts from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from flowc.diagnostics import Finding, Severity, Span
from flowc.diagnostics.record import record

if TYPE_CHECKING:
    from flowc.frontend.files import Access
    from flowc.ir.flow import Flow
    from flowc.package.packaged_file import PackagedFile


@record
class Unit:
    """A flow file after the frontend, the passes and the rules.

    `path` is as the user typed it; spans name files relative to its folder. `settings` is the whole configuration.
    `findings` are those that no comment silenced, `accesses` the answers of the file system that all this rests on.
    """

    path: Path
    flows: tuple[Flow, ...]
    findings: tuple[Finding, ...]
    files: tuple[PackagedFile, ...]
    settings: Mapping[str, Any]
    accesses: tuple[Access, ...] = field(default=(), repr=False)

    @property
    def folder(self) -> Path:
        """The folder of the flow file."""
        return self.path.parent

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a compile."""
        return has_errors(self.findings)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of them is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def displayed(finding: Finding, folder: Path) -> Finding:
    """The finding with its files named from where the user stands, not from the folder of the flow."""
    prefix = folder.as_posix()
    if prefix in ("", "."):
        return finding
    related = tuple(replace(label, span=_moved(label.span, prefix)) for label in finding.related)
    return replace(finding, span=_moved(finding.span, prefix), related=related)


def _moved(span: Span, prefix: str) -> Span:
    import posixpath

    return replace(span, file=posixpath.normpath(str(PurePosixPath(prefix) / span.file)))
