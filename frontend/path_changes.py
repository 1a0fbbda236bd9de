"""Folders that a file adds to `sys.path`, in which flowc does not look for modules by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flowc.diagnostics import Finding, warning
from flowc.frontend.modules import Modules
from flowc.frontend.node_spans import node_span
from flowc.frontend.source import Source

_METHODS = frozenset({"append", "extend", "insert"})


def unfollowed_folders(source: Source, modules: Modules) -> Iterator[Finding]:
    """FLOW009 for each call that adds a folder of the project which is no search path."""
    if "sys.path" not in source.text:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _adds(node):
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
