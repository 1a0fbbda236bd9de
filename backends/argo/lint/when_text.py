"""The text of `when`: comparisons of quoted texts, numbers and variables, joined by `&&`, `||` and `!`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flowc.backends.argo.lint.bad_text import MAX_NESTING, BadText


class BadWhen(BadText):
    """The text is no condition."""


@dataclass(frozen=True, slots=True)
class Word:
    """One token. `kind` is quoted, number, truth, tag, bare (a word without quotes) or operator."""

    kind: str
    text: str


COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "=~", "!~", "in"})


def check_when(text: str) -> list[Word]:
    """Words that lack their quotes. Raises `BadWhen` when it is no condition at all."""
    reader = _Reader(_words(text))
    reader.alternatives(0)
    if reader.position < len(reader.words):
        word = reader.words[reader.position]
        raise BadWhen(f"`{word.text}` was not expected here", word.text)
    return reader.unquoted


def _words(text: str) -> list[Word]:
    words: list[Word] = []
    position = 0
    while position < len(text.rstrip()):
        found = _token().match(text, position)
        if found is None or found.lastgroup is None:
            piece = text[position:].strip()
            problem = "a quote is not closed" if piece[0] in "'\"" else f"`{piece[0]}` has no meaning here"
            raise BadWhen(problem, piece)
        words.append(Word(found.lastgroup, found.group(found.lastgroup)))
        position = found.end()
    return words


@lru_cache(maxsize=1)
def _token() -> re.Pattern[str]:
    return re.compile(
        r"""\s*(?:(?P<quoted>'[^']*'|"[^"]*")"""
        r"""|(?P<operator>&&|\|\||==|!=|<=|>=|=~|!~|[<>!()+*/%,]|-(?=\s)|in(?=[\s(]))"""
        r"""|(?P<number>-?\d+(?:\.\d+)?(?![\w{.-]))"""
        r"""|(?P<truth>(?:true|false)(?![\w{-]))"""
        r"""|(?P<tag>\{\{[^{}]*\}\}(?![\w{-]))"""
        r"""|(?P<bare>(?:[\w./:@-]|\{\{[^{}]*\}\})+))"""
    )


class _Reader:
    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.position = 0
        self.unquoted: list[Word] = []

    def accept(self, *operators: str) -> bool:
        if self.position == len(self.words):
            return False
        word = self.words[self.position]
        found = word.kind == "operator" and word.text in operators
        self.position += found
        return found

    def alternatives(self, depth: int) -> None:
        self.comparison(depth)
        while self.accept("&&", "||"):
            self.comparison(depth)

    def comparison(self, depth: int) -> None:
        sides = [self.sum(depth)]
        while self.accept(*COMPARISONS):
            sides.append(self.sum(depth))
        words = [side for side in sides if side is not None]
        is_text = any(word.kind in ("quoted", "bare") for word in words)
        self.unquoted += [word for word in words if word.kind == "bare" or (word.kind == "tag" and is_text)]

    def sum(self, depth: int) -> Word | None:
        """Operands with arithmetic between them; the operand itself when it is the only one."""
        only = self.operand(depth)
        while self.accept("+", "-", "*", "/", "%", ","):
            self.operand(depth)
            only = None
        return only

    def operand(self, depth: int) -> Word | None:
        while self.accept("!"):
            pass
        if self.accept("("):
            if depth == MAX_NESTING:
                raise BadWhen("its parentheses nest too deep", "(")
            self.alternatives(depth + 1)
            while self.accept(","):
                self.alternatives(depth + 1)
            if not self.accept(")"):
                raise BadWhen("a `)` is missing", self.words[min(self.position, len(self.words) - 1)].text)
            return None
        if self.position == len(self.words):
            raise BadWhen("it ends too early", self.words[-1].text if self.words else "")
        word = self.words[self.position]
        if word.kind == "operator":
            raise BadWhen(f"a value should stand where `{word.text}` stands", word.text)
        self.position += 1
        return word
