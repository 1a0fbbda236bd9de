"""The imports of a file, wherever in it they stand."""

from __future__ import annotations

import ast
from typing import NamedTuple

from flowc.frontend.language import DSL_MODULES


class Import(NamedTuple):
    """One import. `module` is None when the program computes it; `names` are those of `from m import ...`."""

    node: ast.stmt | ast.expr
    module: str | None
    level: int = 0
    names: tuple[tuple[str, ast.alias | ast.Attribute], ...] = ()
    is_certain: bool = False
    """It stands at the top of the module, under no condition: the module does not load without it."""
    is_tried: bool = False
    """It stands in a `try` that goes on when the import fails."""


def imports_of(tree: ast.Module) -> list[Import]:
    """All imports of a file, in source order; those under `if TYPE_CHECKING` are never run and left out."""
    found: list[Import] = []
    aliases: dict[str, str] = {}
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, ast.Import):
            found.extend(Import(node, alias.name) for alias in node.names)
            aliases |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = [(alias.name, alias) for alias in node.names]
            found.append(Import(node, node.module or "", node.level, tuple(names)))
            aliases |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call):
            found.extend(_called(node, aliases))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = aliases.get(node.value.id, "")
            if module in DSL_MODULES:  # `metaflow.S3` fails like `from metaflow import S3`
                found.append(Import(node, module, 0, ((node.attr, node),)))
        rest.extend(reversed(_inner(node)))
    top = set(tree.body)
    tried = _tried(tree) if found else set()
    found = [one._replace(is_certain=one.node in top, is_tried=one.node in tried) for one in found]
    return sorted(found, key=lambda one: (one.node.lineno, one.node.col_offset))


def _inner(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.If) and _dotted(node.test).rpartition(".")[2] == "TYPE_CHECKING":
        return list(node.orelse)
    return list(ast.iter_child_nodes(node))


_FAILURES = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _tried(tree: ast.Module) -> set[ast.AST]:
    """What stands in a `try` with a handler for imports that fail."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.Try) and any(_handles(handler.type) for handler in node.handlers)
        for statement in node.body
        for inner in ast.walk(statement)
    }


def _handles(caught: ast.expr | None) -> bool:
    types = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(one is None or _dotted(one) in _FAILURES for one in types)


def _dotted(node: ast.expr) -> str:
    """`a.b.c` as text; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _called(node: ast.Call, aliases: dict[str, str]) -> list[Import]:
    """`importlib.import_module("name")` and `__import__("name")`."""
    written = _dotted(node.func)
    top, _, rest = written.partition(".")
    dotted = f"{aliases.get(top, top)}.{rest}" if rest else aliases.get(top, top)
    if dotted not in ("importlib.import_module", "__import__"):
        return []
    first = node.args[0] if node.args else None
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return [Import(node, None)]
    name = first.value
    module = name.lstrip(".")
    return [Import(node, module, len(name) - len(module))]
