"""Syntax that the Python inside the containers would not read yet."""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator

from flowc.diagnostics.record import record

Version = tuple[int, int]

_EXCEPT_STAR = "`except*`"
_TYPE_STATEMENT = "a `type` statement"
_TYPE_PARAMETERS = "a type parameter list"

_WALKED_BELOW: Version = (3, 15)
"""From this target on, nothing that is known here is newer."""


@record
class Newer:
    """A construct, the Python that brought it, and where it stands."""

    construct: str
    since: Version
    node: ast.AST


def newer_line(line: str) -> tuple[str, Version, int] | None:
    """What a line that the running Python cannot read is in a newer one: construct, version, offset in it."""
    for pattern, construct, since in _LINES:
        found = re.match(pattern, line)
        if found is not None:
            return construct, since, found.end("before")
    return None


_LINES: tuple[tuple[str, str, Version], ...] = (
    (r"(?P<before>\s*)except\s*\*", _EXCEPT_STAR, (3, 11)),
    (r"(?P<before>\s*)type\s+\w+\s*(\[.*\]\s*)?=", _TYPE_STATEMENT, (3, 12)),
    (r"(?P<before>\s*(async\s+def|def|class)\s+\w+\s*\[\s*)", _TYPE_PARAMETERS, (3, 12)),
)


def newer_syntax(tree: ast.Module, text: str, target: Version) -> tuple[Newer, ...]:
    """All constructs in the tree that are newer than the target, in source order."""
    if target >= min(sys.version_info[:2], _WALKED_BELOW):
        return ()  # the running Python has read the file, so nothing in it is newer
    found = [new for node in ast.walk(tree) for new in _constructs(node, text) if new.since > target]
    return tuple(
        sorted(found, key=lambda new: (getattr(new.node, "lineno", 0), getattr(new.node, "col_offset", 0)))
    )


_BY_TYPE: dict[str, tuple[str, Version]] = {
    "Match": ("a `match` statement", (3, 10)),
    "TypeAlias": (_TYPE_STATEMENT, (3, 12)),
    "TemplateStr": ("a template string", (3, 14)),
}


def _constructs(node: ast.AST, text: str) -> Iterator[Newer]:
    by_type = _BY_TYPE.get(type(node).__name__)
    if by_type is not None:
        yield Newer(construct=by_type[0], since=by_type[1], node=node)
    if type(node).__name__ == "TryStar":
        yield Newer(construct=_EXCEPT_STAR, since=(3, 11), node=node.handlers[0])  # type: ignore[attr-defined]
    yield from _type_parameters(node)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        yield from _starred_index(node, node.slice, text)
    if isinstance(node, ast.JoinedStr) and _is_free_form(ast.get_source_segment(text, node) or ""):
        yield Newer(
            construct="an f-string with quotes or backslashes inside its braces", since=(3, 12), node=node
        )
    if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Tuple):
        segment = ast.get_source_segment(text, node.type) or "("
        if not segment.startswith("("):
            yield Newer(
                construct="`except` with several exceptions and no parentheses", since=(3, 14), node=node.type
            )


def _type_parameters(node: ast.AST) -> Iterator[Newer]:
    parameters: list[ast.AST] = getattr(node, "type_params", [])
    if parameters and type(node).__name__ != "TypeAlias":
        yield Newer(construct=_TYPE_PARAMETERS, since=(3, 12), node=parameters[0])
    for parameter in parameters:
        if getattr(parameter, "default_value", None) is not None:
            yield Newer(construct="a default of a type parameter", since=(3, 13), node=parameter)


def _starred_index(node: ast.Subscript, index: ast.Tuple, text: str) -> Iterator[Newer]:
    bare = not (ast.get_source_segment(text, index) or "(").startswith("(")
    if bare and any(isinstance(item, ast.Starred) for item in index.elts):
        yield Newer(construct="a `*` inside an index", since=(3, 11), node=node)


def _is_free_form(segment: str) -> bool:
    """Whether an f-string needs PEP 701: a quote of its own kind, a backslash or a comment inside braces."""
    if sys.version_info < (3, 12):
        return False  # such an f-string would not have been read
    try:
        return _reuses_quotes(tokenize.generate_tokens(io.StringIO(f"({segment}\n)").readline))
    except (tokenize.TokenError, SyntaxError):
        return False


def _reuses_quotes(tokens: Iterator[tokenize.TokenInfo]) -> bool:
    quotes: list[str] = []
    for token in tokens:
        kind = tokenize.tok_name[token.type]
        if kind == "FSTRING_START":
            quote = token.string.lstrip("rRfFbBuU")
            if quote in quotes:
                return True
            quotes.append(quote)
        elif kind == "FSTRING_END":
            quotes.pop()
        elif quotes and (kind == "COMMENT" or (kind == "STRING" and _is_new(token.string, quotes[0]))):
            return True
    return False


def _is_new(string: str, quote: str) -> bool:
    """Whether a string could not stand inside an f-string of that quote before PEP 701."""
    return "\\" in string or quote in string
