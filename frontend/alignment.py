"""Walking the concrete tree and the tree of `ast` of the same text side by side.

The work list replaces recursion. A kind of node that is not known, or whose two sides do not fit, is simply
not gone into: its inner nodes then have no partner, and are placed by what is around them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst


class Pairs:
    """What is known so far: each node's `partner`, `kinds` of those placed in a special way, f-strings."""

    def __init__(self) -> None:
        self.partner: dict[cst.CSTNode, Any] = {}
        self.kinds: dict[cst.CSTNode, str] = {}
        self.strings: list[cst.CSTNode] = []
        self.rest: list[tuple[cst.CSTNode, Any]] = []

    def pair(self, node: cst.CSTNode, partner: ast.AST) -> None:
        """`node` stands where `partner` stands; the inner nodes follow."""
        self.rest.append((node, partner))

    def put(self, node: cst.CSTNode, partner: ast.AST, kind: str = "") -> None:
        """`node` stands where `partner` stands, or where the `kind` of placement says; nothing follows."""
        self.partner[node] = partner
        if kind:
            self.kinds[node] = kind


Rule = Callable[[Any, Any, Pairs], None]


def align(node: cst.CSTNode, partner: ast.AST, pairs: Pairs) -> None:
    """Find the partners of a node and all that it holds."""
    from flowc.frontend.alignment_of_expressions import EXPRESSIONS
    from flowc.frontend.alignment_of_statements import STATEMENTS

    rules: Mapping[type[cst.CSTNode], Rule] = {**EXPRESSIONS, **STATEMENTS}
    pairs.rest.append((node, partner))
    rest, known = pairs.rest, pairs.partner
    while rest:
        node, partner = rest.pop()
        known[node] = partner
        rule = rules.get(type(node))
        if rule is not None:
            try:
                rule(node, partner, pairs)
            except (AttributeError, IndexError, StopIteration, TypeError, ValueError):
                continue
