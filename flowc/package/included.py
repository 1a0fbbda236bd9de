"""Files that travel with a flow because its settings ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flowc.diagnostics import Finding, Severity, Span
from flowc.diagnostics.record import record
from flowc.frontend.files import Files
from flowc.package.ignore import Ignored
from flowc.package.packaged_file import PackagedFile
from flowc.package.patterns import matches

CODE = ".py"


@record
class Asked:
    """A pattern of files to pack: the setting that asks for it, as it is written there, and where that stands.

    `severity` is that of finding no such file.
    """

    setting: str
    written: str
    pattern: str
    span: Span
    severity: Severity


class Included:
    """Takes files in from the folders that modules are looked for in; of two at one path the first stays.

    `taken` is what the package has, by path: the code, when it begins.
    """

    def __init__(self, roots: tuple[Path, ...], files: Files, taken: dict[str, PackagedFile]) -> None:
        self._roots = roots
        self._files = files
        self._ignored = Ignored.of(roots[0], files)
        self.taken = taken

    def take(self, asked: Asked) -> Iterator[Finding]:
        """Take what a pattern names. Yields FLOW244 when that is nothing, and for each file that cannot be had."""
        found = [(root, match) for root in self._roots for match in matches(root, asked.pattern, self._files)]
        wanted = [(root, match) for root, match in found if not self._ignored.covers(match.path)]
        for root, match in wanted:
            if match.fault is not None:
                yield _faulty(asked, match.path, match.fault)
            elif match.path not in self.taken:
                self.taken[match.path] = PackagedFile(
                    path=match.path,
                    source=root / match.path,
                    reason=f"{asked.setting} {asked.written}",
                    is_text=match.path.endswith(CODE),
                )
        if not wanted:
            yield self._nothing(asked, is_ignored=bool(found))

    def _nothing(self, asked: Asked, *, is_ignored: bool) -> Finding:
        name = asked.pattern.rstrip("/")
        is_folder = any(self._files.is_dir(root / name) for root in self._roots)
        if is_ignored:
            advice = "`.flowcignore` leaves out all that it names: take a line out there, or this one here"
        elif is_folder:
            advice = f"this is a folder: for all that is in it, write `{name}/**`"
        else:
            advice = "patterns start from the folder of the flow; `**/` before a name finds it at any depth"
        return Finding(
            code="FLOW244",
            severity=asked.severity,
            span=asked.span,
            message=f"`{asked.setting}` takes no file for `{asked.written}`",
            help=advice,
        )


def _faulty(asked: Asked, path: str, fault: str) -> Finding:
    return Finding(
        code="FLOW244",
        severity=Severity.WARNING,
        span=asked.span,
        message=f"`{asked.setting}` cannot take `{path!s}`: {fault}".encode("utf-8", "replace").decode(),
        label=f"`{asked.written}` names it",
        help="put the file itself below the folder of the flow, or name it in `.flowcignore`",
    )
