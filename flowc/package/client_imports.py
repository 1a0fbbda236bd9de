"""Whether a file of a flow imports the client: then the package has it, as no image is sure to."""

from __future__ import annotations

import ast

from flowc.frontend.imports import imports_of
from flowc.frontend.language import CLIENT, is_dsl_module

RUNNERS = frozenset({"NBRunner", "Runner"})
"""Names of the client that start runs."""
MAYBE = (b"metaflow", b"flowc")


def imports_client(source: bytes) -> bool:
    """Whether a source file takes names of the client from `metaflow` or `flowc`; no for what cannot be parsed."""
    if not any(word in source for word in MAYBE):
        return False
    try:
        found = imports_of(ast.parse(source))
    except (SyntaxError, ValueError):
        return False
    return any(
        one.module is not None and is_dsl_module(one.module) and _names_client(one.module, one.names)
        for one in found
    )


def _names_client(module: str, names: tuple[tuple[str, ast.alias | ast.Attribute], ...]) -> bool:
    client = CLIENT | RUNNERS | {"client", "*"}
    return module.split(".")[1:2] == ["client"] or any(name in client for name, _ in names)
