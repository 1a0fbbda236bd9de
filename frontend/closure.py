"""The local files that a flow file imports, directly or not: what has to travel with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flowc.diagnostics import Finding, Span, warning
from flowc.diagnostics.record import record
from flowc.frontend.language import EXCEPTIONS, KNOWN_ABSENT, PROVIDED, PROVIDED_MODULES, is_dsl_module
from flowc.frontend.modules import Modules, absolute_name
from flowc.frontend.source import Source


@record
class ClosureFile:
    """A file of the closure: `path` as it must be laid out for imports to work, `source_path` where it is now."""

    path: str
    source_path: Path
    reason: str


@record
class Closure:
    """All files, sorted by path, and what was found on the way (FLOW009)."""

    files: tuple[ClosureFile, ...]
    findings: tuple[Finding, ...]


def import_closure(entry: Source, modules: Modules) -> Closure:
    """The static import closure of the entry file, itself included.

    Imports count wherever they stand: in functions, under conditions, in `try`; so do calls of
    `importlib.import_module` with a literal. Only the standard library's tree of each file is looked at.
    """
    reasons: dict[Source, str] = {entry: "the flow file"}
    findings: list[Finding] = []
    work = [entry]
    while work:
        source = work.pop()
        for imported in _imports(source):
            findings += _missing_names(source, imported)
            for dotted in imported.modules:
                for found in _with_packages(dotted, modules):
                    if found not in reasons:
                        reasons[found] = f"imported by {source.file}:{imported.node.lineno}"
                        work.append(found)
    files = [
        ClosureFile(path=_layout(source), source_path=source.path, reason=reason)
        for source, reason in reasons.items()
    ]
    return Closure(files=tuple(sorted(files, key=lambda file: file.path)), findings=tuple(findings))


class _Imported(NamedTuple):
    """One import: the absolute names of modules that it may load, and the names taken from the language."""

    node: ast.stmt | ast.expr
    modules: tuple[str, ...]
    names: tuple[ast.alias, ...] = ()


def _imports(source: Source) -> Iterator[_Imported]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield _Imported(node, tuple(alias.name for alias in node.names))
        elif isinstance(node, ast.ImportFrom):
            module = absolute_name(node.module or "", source, node.level)
            if is_dsl_module(module.partition(".")[0]):
                yield _Imported(node, (), tuple(node.names) if is_dsl_module(module) else ())
            else:
                inner = (f"{module}.{alias.name}" if module else alias.name for alias in node.names)
                yield _Imported(node, (module, *inner))
        elif isinstance(node, ast.Call):
            dotted = _dynamic(node)
            if dotted is not None:
                yield _Imported(node, (dotted,))


def _dynamic(call: ast.Call) -> str | None:
    """The module of `importlib.import_module("dotted")` or `__import__("dotted")`."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
    if name not in ("import_module", "__import__") or not call.args:
        return None
    first = call.args[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and not first.value.startswith("."):
        return first.value
    return None


def _with_packages(dotted: str, modules: Modules) -> Iterator[Source]:
    """The module and the packages around it, whose `__init__` run first; nothing for what is not local."""
    parts = dotted.split(".")
    for end in range(1, len(parts) + 1):
        found = modules.locate(".".join(parts[:end]))
        if found is not None:
            yield found


def _layout(source: Source) -> str:
    """Where the file has to lie below a folder of the module search path."""
    if source.is_entry:
        return source.path.name
    stem = source.name.replace(".", "/")
    return f"{stem}/__init__.py" if source.is_package else f"{stem}.py"


def _missing_names(source: Source, imported: _Imported) -> Iterator[Finding]:
    """FLOW009 for each name that Metaflow has and the runtime inside a step does not."""
    provided = PROVIDED | PROVIDED_MODULES | EXCEPTIONS | {"*"}
    for alias in imported.names:
        if alias.name not in provided:
            yield warning(
                "FLOW009",
                _span(source, alias),
                f"`{alias.name}` does not exist inside a running step",
                label="importing it fails when the step starts",
                help=KNOWN_ABSENT.get(alias.name, "use a package that the image of the step has instead"),
            )


def _span(source: Source, alias: ast.alias) -> Span:
    """`ast` counts columns in bytes of UTF-8; spans count characters."""
    line = source.text.splitlines()[alias.lineno - 1] if alias.lineno else ""
    column = len(line.encode()[: alias.col_offset].decode(errors="replace")) + 1
    end = column + len(alias.name)
    return Span(file=source.file, line=alias.lineno, column=column, end_line=alias.lineno, end_column=end)
