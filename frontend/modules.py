"""Finding and opening the user's modules, without importing them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowc.diagnostics import Finding, Span, error
from flowc.diagnostics.record import record
from flowc.diagnostics.span import whole_file
from flowc.frontend.files import Files
from flowc.frontend.language import is_dsl_module
from flowc.frontend.parse_guard import guard
from flowc.frontend.source import Source
from flowc.frontend.suppressions import Suppression

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope

# Modules that Python has loaded before any flow file, so that a local file of that name is never imported.
_ALWAYS_LOADED = frozenset(
    (
        *("__future__", "__main__", "_collections_abc", "abc", "builtins", "codecs", "encodings", "errno"),
        *("genericpath", "importlib", "io", "marshal", "ntpath", "os", "posix", "posixpath", "site", "stat"),
        *("sys", "time", "warnings", "zipimport"),
    )
)


@record
class _Located:
    """Where a dotted name was found: `path` is None for a namespace package; `folders` hold its submodules."""

    path: Path | None
    folders: tuple[Path, ...] = ()


_NOWHERE = _Located(path=None)


class Modules:
    """The local modules that a flow file can import: those under its folder `root` and under the search
    paths.

    `target_python` is the (major, minor) of the Python that will run the steps. `defines` are the values of
    `--define NAME=value`: a bare name overrides that name at the top of the flow file, `module.NAME` a name
    of a module, local or not. What goes wrong on the way is collected in `findings`, each once.
    """

    def __init__(
        self,
        root: Path,
        files: Files,
        search_paths: tuple[Path, ...] = (),
        target_python: tuple[int, int] = (3, 12),
        defines: Mapping[str, object] | None = None,
    ) -> None:
        self.root = _absolute(root)
        self.files = files
        self.roots = (self.root, *(_absolute(self.root / path) for path in search_paths))
        self.target_python = target_python
        self.defines = dict(defines or {})
        self.memo: dict[object, object] = {}
        self._findings: list[Finding] = []
        self._sources: dict[Path, Source | None] = {}
        self._located: dict[str, _Located] = {}
        self._scopes: dict[Source, Scope] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong with the files opened so far, in the order found."""
        return tuple(self._findings)

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The `# flowc: ignore` comments of all files opened so far."""
        sources = [source for source in self._sources.values() if source is not None]
        return tuple(comment for source in sources for comment in source.suppressions)

    def search(self, folders: tuple[Path, ...]) -> None:
        """Look for modules in these folders too, after all others; to be said before any module is located."""
        self.roots = (*self.roots, *folders)

    def open(self, path: Path) -> Source | None:
        """The flow file at `path` (absolute, or relative to the working directory), or None and a finding."""
        where = _absolute(path)
        return self._parsed(self._load(where, name=where.stem, is_entry=True))

    def resolve(self, dotted: str, importer: Source, level: int = 0) -> Source | None:
        """The local module that `import dotted` (or `from ..dotted import`, level 2) means in `importer`.

        None for the standard library, installed packages, namespace packages, and files that do not parse (a
        finding).
        """
        return self._parsed(self.locate(absolute_name(dotted, importer, level)))

    def locate(self, dotted: str) -> Source | None:
        """The local module of an absolute dotted name, its concrete tree not yet parsed."""
        located = self._locate(dotted)
        return self._load(located.path, name=dotted) if located.path is not None else None

    def exists(self, dotted: str) -> bool:
        """Whether an absolute dotted name is a local module or (namespace) package."""
        located = self._locate(dotted)
        return located.path is not None or bool(located.folders)

    def has_other(self, dotted: str) -> bool:
        """Whether a local package has the module in a form that is no source: compiled, or an extension."""
        parent, _, last = dotted.rpartition(".")
        return any(self.files.has_prefix(folder, f"{last}.") for folder in self._locate(parent).folders)

    def scope(self, source: Source) -> Scope:
        """The module-level names of a source, built once."""
        from flowc.frontend.scope import Scope

        found = self._scopes.get(source)
        if found is None:
            found = self._scopes[source] = Scope(source, self, source.module.body)
        return found

    def report(self, finding: Finding) -> None:
        """Record a finding about a file, unless it has been recorded."""
        if finding not in self._findings:
            self._findings.append(finding)

    def _locate(self, dotted: str) -> _Located:
        known = self._located.get(dotted)
        if known is None:
            known = self._located[dotted] = self._search(dotted)
        return known

    def _search(self, dotted: str) -> _Located:
        parent, _, last = dotted.rpartition(".")
        if not last.isidentifier():
            return _NOWHERE
        if parent:
            return self._in_folders(last, self._locate(parent).folders)
        if last in _ALWAYS_LOADED or is_dsl_module(last):
            return _NOWHERE
        return self._in_folders(last, self.roots)

    def _in_folders(self, name: str, folders: tuple[Path, ...]) -> _Located:
        """Python's order: a package, a module, else all folders of that name together (a namespace package)."""
        portions = []
        for folder in folders:
            inner = folder / name
            if self.files.is_dir(inner):
                if self.files.is_file(inner / "__init__.py"):
                    return _Located(path=inner / "__init__.py", folders=(inner,))
                portions.append(inner)
            if self.files.is_file(folder / f"{name}.py"):
                return _Located(path=folder / f"{name}.py")
        return _Located(path=None, folders=tuple(portions))

    def _load(self, path: Path, name: str, is_entry: bool = False) -> Source | None:
        if path not in self._sources:
            self._sources[path] = self._read(path, name, is_entry)
        return self._sources[path]

    def _read(self, path: Path, name: str, is_entry: bool) -> Source | None:
        file = self._file(path, name)
        try:
            data = self.files.read(path)
        except OSError as failure:
            self.report(_unreadable(file, failure))
            return None
        guarded = guard(data, file, self.target_python)
        for finding in guarded.findings:
            self.report(finding)
        if guarded.text is None or guarded.tree is None:
            return None
        return Source(
            file=file, path=path, name=name, text=guarded.text, tree=guarded.tree, is_entry=is_entry
        )

    def _parsed(self, source: Source | None) -> Source | None:
        """The source once libcst has read it too; what only libcst refuses is a finding."""
        if source is None:
            return None
        from libcst import ParserSyntaxError

        try:
            source.parse()
        except ParserSyntaxError as failure:
            self._sources[source.path] = None
            self.report(_refused(source.file, failure.editor_line, failure.editor_column))
            return None
        return source

    def _file(self, path: Path, name: str) -> str:
        """The path to show: under the flow's folder, or as the module would be laid out."""
        for root in self.roots:
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        if self.root.anchor == path.anchor and "." not in name:
            return Path(os.path.relpath(path, self.root)).as_posix()
        return path.name


def absolute_name(dotted: str, importer: Source, level: int) -> str:
    """The absolute form of a module name, as written after `from` with `level` dots.

    A flow file is started as a script and has no package; relative imports in it are taken from its folder.
    """
    if not level:
        return dotted
    package = importer.name.split(".") if importer.is_package else importer.name.split(".")[:-1]
    package = package[: len(package) - (level - 1)] if level > 1 else package
    return ".".join([*package, dotted] if dotted else package)


def _absolute(path: Path) -> Path:
    # `resolve` would follow links, and so change what is beside the file.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _unreadable(file: str, failure: OSError) -> Finding:
    reason = (failure.strerror or str(failure)).lower() if failure.errno else str(failure)
    is_missing = isinstance(failure, FileNotFoundError)
    return error(
        "FLOW008",
        whole_file(file),
        f"`{file}` cannot be read: {reason}",
        help="check the path; it is taken from the folder where flowc was started" if is_missing else None,
    )


def _refused(file: str, line: int, column: int) -> Finding:
    column = max(column, 1)
    return error(
        "FLOW001",
        Span(file=file, line=max(line, 1), column=column, end_line=max(line, 1), end_column=column + 1),
        f"flowc cannot read `{file}`, though Python can",
        label="the parser of flowc stops here",
        help="write this part in a more usual way, or update `libcst`",
    )
