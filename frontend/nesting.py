"""How deeply a source is nested, measured without recursion, before anything recursive sees it.

`ast` gives up on deep nesting with an exception, or on Python 3.10 by exhausting the stack of the process;
libcst always does the latter, from some 1,500 levels on. What people write stays below 60.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize

from flowc.frontend.lines import Lines

MAX_DEPTH = 300
"""The deepest nesting that is read. The frontend's own recursion takes a few Python frames per level."""

_ENDLESS = 20_000
"""The length of an operator chain that Python 3.10 surely survives; 200,000 kill the process."""


def too_deep(tree: ast.Module, text: str) -> ast.AST | None:
    """A node at the first level beyond `MAX_DEPTH`, or None. Walks level by level."""
    level: list[ast.AST] = [tree]
    lines: Lines | None = None
    for _ in range(MAX_DEPTH):
        for node in level:
            if isinstance(node, ast.BoolOp) and len(node.values) > MAX_DEPTH:
                return node
            if isinstance(node, (ast.Constant, ast.JoinedStr)) and _is_long(node):
                lines = lines or Lines(text)
                if _pieces(node, lines) > MAX_DEPTH:
                    return node
        level = [child for node in level for child in _children(node)]
        if not level:
            return None
    return level[0]


def _children(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST) and value._fields:
            found.append(value)
    return found


def _is_long(node: ast.Constant | ast.JoinedStr) -> bool:
    """Whether a string has room for more than `MAX_DEPTH` adjacent literals of two characters each."""
    if isinstance(node, ast.Constant) and not isinstance(node.value, (str, bytes)):
        return False
    lines = (node.end_lineno or 0) - node.lineno
    return lines >= MAX_DEPTH or (node.end_col_offset or 0) - node.col_offset > 2 * MAX_DEPTH or lines > 2


def _pieces(node: ast.Constant | ast.JoinedStr, lines: Lines) -> int:
    """How many literals stand side by side; libcst nests them, where `ast` makes one node of them."""
    text = "\n".join(
        lines.text(number) for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )
    if text.count('"') + text.count("'") < 2 * MAX_DEPTH:
        return 1
    start = {tokenize.STRING, getattr(tokenize, "FSTRING_START", tokenize.STRING)}
    count = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline):
            count += token.type in start
    except (tokenize.TokenError, SyntaxError):  # the lines hold more than the string
        pass
    return count


def endless_chain(text: str) -> int | None:
    """The line of an operator chain so long that `ast.parse` of Python 3.10 would kill the process, or None."""
    if sys.version_info >= (3, 11) or sum(map(text.count, "+-*/%|&^@<>.([")) < _ENDLESS:
        return None
    operators = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NEWLINE or token.string == ",":
                operators = 0
            operators += token.type == tokenize.OP
            if operators > _ENDLESS:
                return token.start[0]
    except (tokenize.TokenError, SyntaxError):
        return None
    return None
