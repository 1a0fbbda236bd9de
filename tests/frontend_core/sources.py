"""Small projects on disk, opened the way the frontend opens them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import libcst as cst

from flowc.frontend.evaluate import Result, evaluate
from flowc.frontend.files import Files
from flowc.frontend.modules import Modules
from flowc.frontend.scope import Scope
from flowc.frontend.source import Source


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their relative path; give back the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


class Project:
    """A folder with `flow.py`, opened."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes], **options: object) -> None:
        write(folder, files)
        self.folder = folder
        self.files = Files()
        self.modules = Modules(folder, self.files, **options)  # type: ignore[arg-type]
        self.source: Source | None = self.modules.open(folder / "flow.py")

    @property
    def flow(self) -> Source:
        """The flow file, which parses."""
        assert self.source is not None, self.modules.findings
        return self.source

    @property
    def scope(self) -> Scope:
        """The names of the flow file."""
        return self.modules.scope(self.flow)

    @property
    def codes(self) -> list[str]:
        """The codes of what was found so far."""
        return [finding.code for finding in self.modules.findings]

    def value(self, text: str) -> Result:
        """The value of an expression at the top of the flow file."""
        return evaluate(cst.parse_expression(text), self.scope)
