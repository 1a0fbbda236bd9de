"""The text of `depends`, read: tasks, their results, `&&`, `||`, `!` and parentheses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flowc.backends.argo.lint.bad_text import MAX_NESTING, BadText

RESULTS = (
    "Succeeded",
    "Failed",
    "Errored",
    "Skipped",
    "Omitted",
    "Daemoned",
    "AnySucceeded",
    "AllFailed",
)
"""What can be asked of a task: docs/enhanced-depends-logic.md of Argo."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


class BadDepends(BadText):
    """The text is no expression."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A task, and the result asked of it; None for the bare name."""

    task: str
    result: str | None


@dataclass(slots=True)
class Depends:
    """An expression in postfix order: operands, and `&&`, `||`, `!`."""

    postfix: list[Operand | str] = field(default_factory=list)

    def operands(self) -> Iterator[Operand]:
        """The operands as written."""
        return (part for part in self.postfix if isinstance(part, Operand))

    def tasks(self) -> list[str]:
        """The tasks named, each once."""
        return list(dict.fromkeys(operand.task for operand in self.operands()))

    def holds(self, of: Callable[[Operand], bool]) -> bool:
        """The value of the expression, given that of each operand."""
        stack: list[bool] = []
        for part in self.postfix:
            if isinstance(part, Operand):
                stack.append(of(part))
            elif part == "!":
                stack.append(not stack.pop())
            else:
                right, left = stack.pop(), stack.pop()
                stack.append(left and right if part == "&&" else left or right)
        return stack.pop()


def parse_depends(text: str) -> Depends:
    """Read an expression; raises `BadDepends`. `&&` binds tighter than `||`."""
    parser = _Parser(list(_tokens(text)))
    parser.alternatives(0)
    if parser.position < len(parser.tokens):
        token = parser.tokens[parser.position]
        raise BadDepends(f"`{token}` was not expected here", token)
    return parser.result


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        char = text[position]
        if char.isspace():
            position += 1
        elif text[position : position + 2] in ("&&", "||"):
            yield text[position : position + 2]
            position += 2
        elif char in "!().":
            yield char
            position += 1
        else:
            end = position
            while end < len(text) and text[end] in _LETTERS:
                end += 1
            if end == position:
                raise BadDepends(f"`{char}` has no meaning in `depends`", char)
            yield text[position:end]
            position = end


@dataclass(slots=True)
class _Parser:
    tokens: list[str]
    position: int = 0
    result: Depends = field(default_factory=Depends)

    def accept(self, token: str) -> bool:
        found = self.position < len(self.tokens) and self.tokens[self.position] == token
        self.position += found
        return found

    def take(self, wanted: str) -> str:
        if self.position == len(self.tokens):
            raise BadDepends(f"it ends where {wanted} should follow", self.tokens[-1] if self.tokens else "")
        self.position += 1
        return self.tokens[self.position - 1]

    def alternatives(self, depth: int) -> None:
        self.conjunction(depth)
        while self.accept("||"):
            self.conjunction(depth)
            self.result.postfix.append("||")

    def conjunction(self, depth: int) -> None:
        self.operand(depth)
        while self.accept("&&"):
            self.operand(depth)
            self.result.postfix.append("&&")

    def operand(self, depth: int) -> None:
        negations = 0
        while self.accept("!"):
            negations += 1
        if self.accept("("):
            if depth == MAX_NESTING:
                raise BadDepends("its parentheses nest too deep", "(")
            self.alternatives(depth + 1)
            if self.take("`)`") != ")":
                raise BadDepends("a `)` is missing", self.tokens[self.position - 1])
        else:
            self.result.postfix.append(self.name())
        self.result.postfix.extend(["!"] * negations)

    def name(self) -> Operand:
        task = self.take("a task")
        if not set(task) <= _LETTERS:
            raise BadDepends(f"a task should stand where `{task}` stands", task)
        if not self.accept("."):
            return Operand(task, None)
        result = self.take("a result such as `Succeeded`")
        if not set(result) <= _LETTERS:
            raise BadDepends(f"a result should stand where `{result}` stands", result)
        return Operand(task, result)
