"""Break sources in many ways, the same ways in every run: each case follows from its number alone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

TOKEN = re.compile(r"\w+|[ \t]+|\r?\n|[^\w\s]")

NOISE = (
    "\u00e9", "\u4e2d", "\U0001f600", "\u202e", "\ufeff", "\u2028", "\x00", "\x0c", "\u200b", "\ud7ff",
    "\u00b2", "\u0661", "\ufb01", "\r", "\\", "'''", '"""', "#", ";", "$", "{{", "}}",
)  # fmt: skip

SNIPPETS = (
    "lambda self: 0", "*args", "**{}", "yield", "await x", "async ", "del self.x", "x := 1", "f'{self.x!r:>{y}}'",
    "self.next()", "self.next", "return", "@step", "@property", "global x", "match x:\n",
    "try:\n", "class C: pass\n",
    "1" * 400, "0x" + "f" * 300, "1e999", "-0.0", "'" + "a" * 3000 + "'", "b'\\xff'", "...", "None", "inputs",
    "self",
    "import os._exit", "from . import x", "from .. import y", "from x import *", "type X = int", "\t", "\n\n",
    "self.merge_artifacts(inputs, include=x, exclude=y)", "foreach=", "condition=", "num_parallel=0", "start=True",
)  # fmt: skip

NESTS = (("(", ")"), ("[", "]"), ("-", ""), ("not ", ""), ("f(", ")"), ("", "+1"), ("", ".a"))

Mutation = Callable[[random.Random, list[str], Sequence[str]], list[str]]


def mutate(number: int, seeds: Sequence[str]) -> bytes:
    """Case `number`: one seed, broken one to four times. Always the same bytes."""
    rng = random.Random(number)
    tokens = TOKEN.findall(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        tokens = rng.choice(MUTATIONS)(rng, tokens, seeds) or ["\n"]
    data = "".join(tokens).encode("utf-8", "surrogatepass")
    return _break_bytes(rng, data) if rng.random() < 0.05 else data


def _delete(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    first = rng.randrange(len(tokens))
    return tokens[:first] + tokens[first + rng.choice((1, 1, 2, 5, 20)) :]


def _duplicate(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    first = rng.randrange(len(tokens))
    last = first + rng.choice((1, 2, 5, 40))
    return tokens[:last] + tokens[first:]


def _swap(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    one, two = rng.randrange(len(tokens)), rng.randrange(len(tokens))
    changed = list(tokens)
    changed[one], changed[two] = changed[two], changed[one]
    return changed


def _truncate(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    return tokens[: rng.randrange(len(tokens))]


def _splice(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    other = TOKEN.findall(rng.choice(seeds))
    start = rng.randrange(len(other))
    piece = other[start : start + rng.choice((3, 10, 60))]
    at = rng.randrange(len(tokens))
    return tokens[:at] + piece + tokens[at:]


def _noise(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    at = rng.randrange(len(tokens))
    return [*tokens[:at], rng.choice(NOISE), *tokens[at:]]


def _snippet(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    at = rng.randrange(len(tokens))
    return [*tokens[:at], rng.choice(SNIPPETS), *tokens[at + rng.choice((0, 1)) :]]


def _mix_names(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    """Put one name of the source where another stands: the result is often valid Python, and a strange flow."""
    places = [position for position, token in enumerate(tokens) if token.isidentifier()]
    if not places:
        return tokens
    changed = list(tokens)
    changed[rng.choice(places)] = tokens[rng.choice(places)]
    return changed


def _move_line(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    lines = "".join(tokens).splitlines(keepends=True)
    moved = lines.pop(rng.randrange(len(lines)))
    lines.insert(rng.randrange(len(lines) + 1), moved)
    return TOKEN.findall("".join(lines))


def _drop_line(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    lines = "".join(tokens).splitlines(keepends=True)
    lines.pop(rng.randrange(len(lines)))
    return TOKEN.findall("".join(lines))


def _nest(rng: random.Random, tokens: list[str], seeds: Sequence[str]) -> list[str]:
    """Wrap a token deeply, or make it one term of a long sum."""
    at = rng.randrange(len(tokens))
    depth = rng.choice((20, 90, 150, 400))
    opening, closing = rng.choice(NESTS)
    return [*tokens[:at], opening * depth, tokens[at], closing * depth, *tokens[at + 1 :]]


MUTATIONS: tuple[Mutation, ...] = (
    _delete,
    _duplicate,
    _swap,
    _truncate,
    _splice,
    _noise,
    _snippet,
    _snippet,
    _mix_names,
    _mix_names,
    _mix_names,
    _move_line,
    _drop_line,
    _nest,
)


def _break_bytes(rng: random.Random, data: bytes) -> bytes:
    """Damage below the level of text: encodings, line ends, a byte order mark."""
    at = rng.randrange(len(data) + 1)
    match rng.randrange(5):
        case 0:
            return data[:at] + bytes([rng.randrange(128, 256)]) + data[at:]
        case 1:
            return data.replace(b"\n", b"\r\n")
        case 2:
            return data.replace(b"\n", b"\r")
        case 3:
            return b"\xef\xbb\xbf" + data
        case _:
            return b"# -*- coding: latin-1 -*-\n" + data
