"""The local files that a flow file imports, directly or not: what has to travel with it."""

from __future__ import annotations

import ast
from pathlib import Path

from flowc.diagnostics import Finding, error, warning
from flowc.diagnostics.record import record
from flowc.frontend.imports import Import, imports_of
from flowc.frontend.language import KNOWN_ABSENT, PROVIDED, PROVIDED_MODULES, is_dsl_module, is_provided
from flowc.frontend.modules import Modules, absolute_name
from flowc.frontend.node_spans import node_span
from flowc.frontend.opened_files import OpenedFile, opened_files
from flowc.frontend.path_changes import unfollowed_folders
from flowc.frontend.source import Source


@record
class ClosureFile:
    """A file of the closure: `path` is where the imports will look for it, `source_path` where it is now."""

    path: str
    source_path: Path
    reason: str


@record
class Closure:
    """All files, sorted by path, what was found on the way (FLOW009), and the files that their code opens."""

    files: tuple[ClosureFile, ...]
    findings: tuple[Finding, ...]
    opened: tuple[OpenedFile, ...] = ()


def import_closure(entry: Source, modules: Modules) -> Closure:
    """The static import closure of the entry file, itself included.

    Imports count wherever they stand: in functions and `try` blocks too. A package brings its `__init__.py`.
    """
    walk = _Walk(modules)
    walk.add(entry, entry.path.name, "the flow file")
    while walk.pending:
        source = walk.pending.pop(0)
        for one in imports_of(source.tree):
            walk.follow(source, one)
        walk.findings.extend(unfollowed_folders(source, modules))
        walk.opened.extend(opened_files(source, walk.files[source.path].path, modules))
    files = sorted(walk.files.values(), key=lambda file: file.path)
    return Closure(files=tuple(files), findings=tuple(walk.findings), opened=tuple(walk.opened))


class _Walk:
    """What has been found so far, and the files whose imports are still to be read."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self.files: dict[Path, ClosureFile] = {}
        self.pending: list[Source] = []
        self.findings: list[Finding] = []
        self.opened: list[OpenedFile] = []

    def add(self, source: Source, path: str, reason: str) -> None:
        """Take a file in, once."""
        if source.path not in self.files:
            self.files[source.path] = ClosureFile(path=path, source_path=source.path, reason=reason)
            self.pending.append(source)

    def follow(self, source: Source, one: Import) -> None:
        """Take in what one import brings."""
        if one.module is None:
            self.findings.append(_dynamic(source, one.node))
            return
        if one.level and source.is_entry:
            self.findings.append(_relative(source, one))
        dotted = absolute_name(one.module, source, one.level)
        if is_dsl_module(dotted):
            if not one.is_tried:
                self.findings.extend(_not_provided(source, dotted, one))
            return
        missing = self._missing(dotted) if one.is_certain else None
        if missing is not None:
            self.findings.append(_missing_file(source, missing, one.node))
        reason = f"imported by {source.file}:{one.node.lineno}"
        self._take(dotted, reason)
        for name, _ in one.names:
            self._take(f"{dotted}.{name}" if dotted else name, reason)

    def _take(self, dotted: str, reason: str) -> None:
        """A module and the packages that it is in: Python runs each `__init__.py` on the way."""
        parts = dotted.split(".")
        for count in range(1, len(parts) + 1):
            name = ".".join(parts[:count])
            if not self._modules.exists(name):
                return
            found = self._modules.locate(name)
            if found is not None:
                self.add(found, _layout(found), reason)

    def _missing(self, dotted: str) -> str | None:
        """The file that a local package lacks for this import, if it surely cannot come from anywhere else."""
        parent, _, _ = dotted.rpartition(".")
        if not parent or self._modules.exists(dotted):
            return None
        package = self._modules.locate(parent)
        if package is None or "__path__" in package.text or self._modules.has_other(dotted):
            return None
        return f"{parent.replace('.', '/')}/{dotted.rpartition('.')[2]}.py"


def _layout(source: Source) -> str:
    """Where the import system looks for a module, seen from the folder it starts at."""
    path = source.name.replace(".", "/")
    return f"{path}/__init__.py" if source.is_package else f"{path}.py"


def _not_provided(source: Source, dotted: str, one: Import) -> list[Finding]:
    """Names of the language that no step can import at run time."""
    found: list[Finding] = []
    certain = one.is_certain and source.is_entry
    for name, node in one.names:
        if name != "*" and not is_provided(dotted, name) and not _decorates(source, name):
            found.append(_absent(source, dotted, name, node, certain))
    inner = dotted.partition(".")[2].partition(".")[0]
    if not one.names and inner and inner not in PROVIDED_MODULES:
        found.append(_absent(source, dotted.partition(".")[0], inner, one.node, certain))
    return found


def _decorates(source: Source, name: str) -> bool:
    """Whether a name stands as a decorator, which has a finding of its own when it is none of Metaflow's."""
    decorators = (item for node in ast.walk(source.tree) for item in getattr(node, "decorator_list", ()))
    callees = (item.func if isinstance(item, ast.Call) else item for item in decorators)
    return any(name in (getattr(callee, "id", None), getattr(callee, "attr", None)) for callee in callees)


def _absent(
    source: Source, dotted: str, name: str, node: ast.stmt | ast.alias | ast.expr, certain: bool
) -> Finding:
    close = ""
    if name not in KNOWN_ABSENT:
        from difflib import get_close_matches

        close = next(iter(get_close_matches(name, sorted(PROVIDED), n=1, cutoff=0.75)), "")
    way_out = KNOWN_ABSENT.get(name) or (f"did you mean `{close}`?" if close else None)
    return (error if certain else warning)(
        "FLOW009",
        node_span(source, node),
        f"`{dotted}.{name}` does not exist inside a step that flowc runs",
        label="no step can start with this import" if certain else "this import will fail at run time",
        help=way_out or "leave it out, or import it under `try` and go on without it on ImportError",
    )


def _dynamic(source: Source, node: ast.stmt | ast.expr) -> Finding:
    return warning(
        "FLOW009",
        node_span(source, node),
        "flowc cannot tell which module this imports, so it may be missing at run time",
        label="the name is only known when it runs",
        help="write the name as a literal, or import the module with `import`",
    )


def _missing_file(source: Source, file: str, node: ast.stmt | ast.expr) -> Finding:
    return error(
        "FLOW008",
        node_span(source, node),
        f"the import needs the file `{file}`, which does not exist",
        label="Python will stop here when a step starts",
        help="correct the name of the module, or add the file",
    )


def _relative(source: Source, one: Import) -> Finding:
    dots = "." * one.level
    return warning(
        "FLOW009",
        node_span(source, one.node),
        "a relative import fails in the flow file, which runs as a script and is in no package",
        label=f"`{dots}` means nothing here",
        help=f"write `from {one.module} import ...`" if one.module else "name the module without the dots",
    )
