"""Finding and opening the user's modules, without importing them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowc.diagnostics import Finding
from flowc.frontend.files import Files
from flowc.frontend.source import Source

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope


class Modules:
    """The local modules that a flow file can import: those under its folder `root` and under the search paths.

    `target_python` is the (major, minor) of the Python that will run the steps. `defines` are the values of
    `--define NAME=value`: a bare name overrides that name at the top of the flow file, `module.NAME` a name of a module,
    local or not. What goes wrong on the way is collected in `findings`, each once.
    """

    def __init__(
        self,
        root: Path,
        files: Files,
        search_paths: tuple[Path, ...] = (),
        target_python: tuple[int, int] = (3, 12),
        defines: Mapping[str, object] | None = None,
    ) -> None:
        raise NotImplementedError

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong with the files opened so far, in the order found."""
        raise NotImplementedError

    def open(self, path: Path) -> Source | None:
        """The file at `path` (absolute, or relative to the working directory), or None and a finding."""
        raise NotImplementedError

    def resolve(self, dotted: str, importer: Source, level: int = 0) -> Source | None:
        """The local module that `import dotted` (or `from ..dotted import`, level 2) means in `importer`.

        None for the standard library, installed packages, namespace packages, and files that do not parse (a finding).
        """
        raise NotImplementedError

    def scope(self, source: Source) -> Scope:
        """The module-level names of a source, built once."""
        raise NotImplementedError
