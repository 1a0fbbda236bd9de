"""The small expression languages of Argo (`depends`, `when`, `valueFrom.expression`, `{{=...}}`), evaluated.

Written for the tests alone and apart from flowc's own parsers: two readings of one text find more than one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any


class BadExpression(Exception):  # noqa: N818 - it names what is bad
    """An expression that Argo would refuse, or that reads what is not there."""


_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<operator>&&|\|\||==|!=|<=|>=|[<>!?:.+\-()\[\],]))"
)
_DEPENDS_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z0-9_][A-Za-z0-9_-]*)|(?P<operator>&&|\|\||[!.()]))",
)

BINARY = (("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="), ("+", "-"))

Thunk = Callable[[], Any]


class Parser:
    """Builds thunks, so that the arm of a conditional that is not taken is never evaluated."""

    def __init__(self, text: str, token: re.Pattern[str], names: Callable[[str], Any]) -> None:
        self.text = text
        self.names = names
        self.tokens: list[tuple[str, str]] = []
        position = 0
        text = text.rstrip()
        while position < len(text):
            found = token.match(text, position)
            if found is None:
                raise BadExpression(f"cannot read {text[position:]!r} of {self.text!r}")
            assert found.lastgroup is not None
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            position = found.end()
        self.position = 0

    def parse(self) -> Any:
        thunk = self.conditional()
        if self.position != len(self.tokens):
            raise BadExpression(f"{self.tokens[self.position][1]!r} was not expected in {self.text!r}")
        return thunk()

    def accept(self, *operators: str) -> str | None:
        if self.position < len(self.tokens):
            kind, text = self.tokens[self.position]
            if kind == "operator" and text in operators:
                self.position += 1
                return text
        return None

    def expect(self, operator: str) -> None:
        if self.accept(operator) is None:
            raise BadExpression(f"{operator!r} is missing in {self.text!r}")

    def take(self) -> tuple[str, str]:
        if self.position == len(self.tokens):
            raise BadExpression(f"{self.text!r} ends too early")
        self.position += 1
        return self.tokens[self.position - 1]

    def conditional(self) -> Thunk:
        test = self.binary(0)
        if self.accept("?") is None:
            return test
        yes = self.conditional()
        self.expect(":")
        no = self.conditional()
        return lambda: yes() if _boolean(test()) else no()

    def binary(self, level: int) -> Thunk:
        if level == len(BINARY):
            return self.unary()
        left = self.binary(level + 1)
        while (operator := self.accept(*BINARY[level])) is not None:
            left = _apply(operator, left, self.binary(level + 1))
        return left

    def unary(self) -> Thunk:
        if self.accept("!"):
            inner = self.unary()
            return lambda: not _boolean(inner())
        return self.postfix()

    def postfix(self) -> Thunk:
        value = self.primary()
        while True:
            if self.accept("."):
                value = _member(value, _constant(self.take()[1]))
            elif self.accept("["):
                value = _member(value, self.conditional())
                self.expect("]")
            elif self.accept("("):
                value = self.call(value)
            else:
                return value

    def call(self, function: Thunk) -> Thunk:
        arguments = [] if self.accept(")") else [self.conditional()]
        while arguments and self.accept(","):
            arguments.append(self.conditional())
        if arguments:
            self.expect(")")
        return lambda: function()(*(argument() for argument in arguments))

    def primary(self) -> Thunk:
        if self.accept("("):
            inner = self.conditional()
            self.expect(")")
            return inner
        kind, text = self.take()
        if kind == "text":
            return lambda: _unescaped(text[1:-1])
        if kind == "number":
            return lambda: float(text) if "." in text else int(text)
        if kind != "name":
            raise BadExpression(f"{text!r} was not expected in {self.text!r}")
        if text in ("true", "false"):
            return lambda: text == "true"
        return lambda: self.names(text)


def _unescaped(text: str) -> str:
    """The text of a literal, of whose escapes only the two that flowc could use are known."""
    return re.sub(r"\\([\\'])", r"\1", text)


def _constant(value: str) -> Thunk:
    return lambda: value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadExpression(f"{value!r} is no truth value")
    return value


def _member(value: Thunk, key: Thunk) -> Thunk:
    def get() -> Any:
        held, name = value(), key()
        if not isinstance(held, Mapping) or name not in held:
            raise BadExpression(f"there is no {name!r} in {held!r}")
        return held[name]

    return get


def _apply(operator: str, left: Thunk, right: Thunk) -> Thunk:
    match operator:
        case "||":
            return lambda: _boolean(left()) or _boolean(right())
        case "&&":
            return lambda: _boolean(left()) and _boolean(right())
        case "==":
            return lambda: left() == right()
        case "!=":
            return lambda: left() != right()
        case "+":
            return lambda: left() + right()
        case "-":
            return lambda: left() - right()
        case "<":
            return lambda: left() < right()
        case "<=":
            return lambda: left() <= right()
        case ">":
            return lambda: left() > right()
        case _:
            return lambda: left() >= right()


def evaluate(text: str, environment: Mapping[str, Any]) -> Any:
    """The value of an `expr` expression; raises `BadExpression` for a name that is not there."""
    functions: dict[str, Any] = {"asInt": int, "asFloat": float, "string": str, "replace": str.replace}

    def look_up(name: str) -> Any:
        if name in environment:
            return environment[name]
        if name in functions:
            return functions[name]
        raise BadExpression(f"{name!r} is not known in {text!r}")

    return Parser(text, _TOKEN, look_up).parse()


def is_true(text: str) -> bool:
    """The verdict of a `when` whose variables were replaced."""

    def unquoted(name: str) -> Any:
        raise BadExpression(f"{name!r} stands without quotes in {text!r}")

    return _boolean(Parser(text, _TOKEN, unquoted).parse())


def named_tasks(depends: str) -> list[str]:
    """The tasks that a `depends` names, each once."""
    tokens = Parser(depends, _DEPENDS_TOKEN, str).tokens
    names = []
    for position, (kind, text) in enumerate(tokens):
        if kind == "name" and (position == 0 or tokens[position - 1][1] != "."):
            names.append(text)
    return list(dict.fromkeys(names))


def depends_on(depends: str, results: Mapping[str, Mapping[str, bool]]) -> bool:
    """The verdict of a `depends`, given for each task named which of its results hold."""
    return _boolean(Parser(depends, _DEPENDS_TOKEN, lambda name: results[name]).parse())
