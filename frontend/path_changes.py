"""Folders that a file adds to `sys.path`: those that flowc looks for modules in too, and those it does not."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from flowc.diagnostics import Finding, warning
from flowc.frontend.files import Files
from flowc.frontend.literal_paths import LiteralPaths
from flowc.frontend.modules import Modules
from flowc.frontend.node_spans import node_span
from flowc.frontend.source import Source

_METHODS = frozenset({"append", "extend", "insert"})
_PROJECT = ("flowc.toml", "pyproject.toml", "setup.py", "setup.cfg", ".git")
"""What the topmost folder of a project has."""


def followed_folders(source: Source, modules: Modules) -> tuple[Path, ...]:
    """Folders of the project that the flow file adds at its top, under no condition, in the order of the source.

    They are looked through after all others, which is what Python does only where they have no module that another
    folder has too: one that has is left out.
    """
    if "sys.path" not in source.text:
        return ()
    paths = LiteralPaths(source.tree, source.path.name)
    found: list[Path] = []
    for statement in source.tree.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        folder = _folder(call, source, paths) if isinstance(call, ast.Call) and _adds(call) else None
        if folder is None or folder in (*modules.roots, *found) or not modules.files.is_dir(folder):
            continue
        if _is_of_project(folder, modules) and not _hides(folder, (*modules.roots, *found), modules.files):
            found.append(folder)
    return tuple(found)


def _folder(call: ast.Call, source: Source, paths: LiteralPaths) -> Path | None:
    """The folder that a call adds, where that is written down; None for an absolute path."""
    written = paths.of(call.args[-1]) if call.args else None
    if written is None or not written.text or written.text.startswith(("/", "~")):
        return None
    # `resolve` would follow links, and so change what is beside the file.
    return Path(os.path.normpath(source.path.parent / written.text))


def _is_of_project(folder: Path, modules: Modules) -> bool:
    """Whether a folder is below that of the flow, or below the nearest one above it that begins a project."""
    above = (
        place for place in modules.root.parents if any(_begins(place, name, modules) for name in _PROJECT)
    )
    project = (
        modules.root if any(_begins(modules.root, name, modules) for name in _PROJECT) else next(above, None)
    )
    return folder.is_relative_to(modules.root) or (project is not None and folder.is_relative_to(project))


def _begins(folder: Path, name: str, modules: Modules) -> bool:
    return modules.files.is_file(folder / name) or modules.files.is_dir(folder / name)


def _hides(folder: Path, others: tuple[Path, ...], files: Files) -> bool:
    """Whether a folder has a module or package that another has too."""
    names = {entry.name.removesuffix(".py") for entry in files.entries(folder)}
    return any(
        files.is_file(other / f"{name}.py") or files.is_file(other / name / "__init__.py")
        for other in others
        for name in sorted(names)
        if name.isidentifier()
    )


def unfollowed_folders(source: Source, modules: Modules) -> Iterator[Finding]:
    """FLOW009 for each call that adds a folder of the project in which modules are not looked for."""
    if "sys.path" not in source.text:
        return
    paths = LiteralPaths(source.tree, source.path.name)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _adds(node) and _folder(node, source, paths) not in modules.roots:
            folder = next((name for name in _texts(node) if _is_elsewhere(name, source, modules)), None)
            if folder is not None:
                yield _finding(source, node, folder)


def _adds(node: ast.Call) -> bool:
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _METHODS
        and ast.unparse(function.value) == "sys.path"
    )


def _texts(node: ast.Call) -> Iterator[str]:
    """The literal parts of a path."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and inner.value.strip("./\\"):
            yield inner.value


def _is_elsewhere(name: str, source: Source, modules: Modules) -> bool:
    """Whether the text names a folder beside the file in which modules are not looked for."""
    folder = source.path.parent / name.lstrip("./")
    return modules.files.is_dir(folder) and folder not in modules.roots


def _finding(source: Source, node: ast.Call, folder: str) -> Finding:
    return warning(
        "FLOW009",
        node_span(source, node),
        f"flowc does not follow changes of `sys.path`, so modules in `{folder}` may be missing at run time",
        label="added only when it runs",
        help=f'write `search-paths = ["{folder}"]` in flowc.toml',
    )
