"""`{{...}}` in strings, and the names that the expressions of Argo (`{{=...}}`, `expression:`) read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Tag:
    """One `{{...}}`. `name` is what stands inside, without blanks; empty when the braces do not match up."""

    text: str
    name: str

    @property
    def is_expression(self) -> bool:
        """Whether it is `{{=...}}`."""
        return self.name.startswith("=")


def tags(text: str) -> Iterator[Tag]:
    """The tags of a string in order; one without an end, or a loose `{name}}`, is a Tag without a name."""
    position = 0
    while (begin := text.find("{{", position)) >= 0:
        end = text.find("}}", begin + 2)
        inner = text.find("{{", begin + 2)
        if end < 0 or (0 <= inner < end):
            yield Tag(text[begin : begin + 40].split("\n", maxsplit=1)[0], "")
            position = begin + 2
            continue
        yield Tag(text[begin : end + 2], text[begin + 2 : end].strip())
        position = end + 2
    for found in _loose().finditer(text):
        yield Tag(found.group(), "")


@lru_cache(maxsize=1)
def _loose() -> re.Pattern[str]:
    """A variable with one brace too few on either side."""
    names = r"(?:inputs|outputs|tasks|steps|workflow)\.[\w.-]+|item|retries"
    return re.compile(rf"(?<!\{{)\{{(?:{names})\}}\}}|\{{\{{(?:{names})\}}(?!\}})")


def expression_names(expression: str) -> list[tuple[str, ...]]:
    """The dotted names that an `expr` expression reads: `tasks['a-b'].status` is ("tasks", "a-b", "status").

    Text in quotes is no name, nor is what follows a `.` of something computed.
    """
    names: list[tuple[str, ...]] = []
    current: list[str] = []
    for kind, text in _expression_tokens(expression):
        if kind == "name":
            current = [text]
            names.append((text,))
        elif kind in ("member", "index") and current:
            current.append(text)
            names[-1] = tuple(current)
        else:
            current = []
    return names


def _expression_tokens(expression: str) -> Iterator[tuple[str, str]]:
    for found in _token().finditer(expression):
        kind = found.lastgroup
        assert kind is not None
        text = found.group(kind)
        yield kind, text[1:-1] if kind == "index" else text


@lru_cache(maxsize=1)
def _token() -> re.Pattern[str]:
    return re.compile(
        r"""\[\s*(?P<index>'[^']*'|"[^"]*")\s*\]"""
        r"""|(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`)"""
        r"""|\??\.\s*(?P<member>[A-Za-z_]\w*)"""
        r"""|(?P<number>\d[\w.]*)"""
        r"""|(?P<name>[A-Za-z_]\w*)"""
        r"""|(?P<other>\S)"""
    )


def is_balanced(expression: str) -> bool:
    """Whether quotes are closed and brackets match, and the expression is not empty."""
    expected: list[str] = []
    last = ""
    for kind, text in _expression_tokens(expression):
        last = text
        if kind != "other":
            continue
        if text in "'\"`":
            return False
        if text in "([{":
            expected.append(")]}"["([{".index(text)])
        elif text in ")]}" and (not expected or expected.pop() != text):
            return False
    return not expected and last != "" and last not in "+-*/&|=?:,!<>."
