"""Bounds on what an evaluation may cost: user values must neither hang flowc nor fill its memory."""

from __future__ import annotations

from pathlib import PurePosixPath

from flowc.frontend.evaluate.stop import CannotKnow, too_deep
from flowc.frontend.evaluate.values import Lazy, Native, UserFunction

MAX_STEPS = 20_000
"""Expressions gone through for one value."""
MAX_STEPS_IN_ALL = 3_000_000
"""Expressions gone through in one compile."""
MAX_DEPTH = 500
"""Expressions inside expressions, definitions and calls followed."""
MAX_CALLS = 20
"""Calls of user functions inside one another."""
MAX_BITS = 4096
"""Size of an integer."""
MAX_WEIGHT = 100_000
"""Items of a container with all in it, and a hundredth of the characters of a text."""
MAX_TEXT = 1_000_000
"""Characters of a text."""


class Budget:
    """What one evaluation has left; `spent` counts over all evaluations of a compile."""

    def __init__(self, spent: list[int]) -> None:
        self._spent = spent
        self._left = MAX_STEPS
        self._depth = 0
        self.calls = 0

    def enter(self) -> None:
        """Go one expression deeper."""
        self.spend(1)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise too_deep()

    def leave(self) -> None:
        """Come back from an expression."""
        self._depth -= 1

    def spend(self, steps: int) -> None:
        """Pay for work."""
        self._left -= steps
        self._spent[0] += steps
        if self._left < 0 or self._spent[0] > MAX_STEPS_IN_ALL:
            raise CannotKnow("it takes more computation than flowc does at compile time")


def weigh(value: object) -> int:
    """The size of a value, all that is inside it counted each time it occurs. Refuses what is too large."""
    total = 0
    rest = [value]
    while rest:
        one = rest.pop()
        total += 1
        match one:
            case str():
                total += len(one) // 100
                if len(one) > MAX_TEXT:
                    raise CannotKnow("its text is longer than a million characters")
            case bool() | None | float() | PurePosixPath() | Native() | UserFunction():
                pass
            case int():
                if one.bit_length() > MAX_BITS:
                    raise CannotKnow("it is a number of more than a thousand digits")
            case dict():
                rest.extend(one.keys())
                rest.extend(one.values())
            case list() | tuple() | set() | frozenset():
                rest.extend(one)
            case Lazy(items=items):
                rest.extend(items)
            case range():
                pass
            case _:
                raise CannotKnow(f"it is a value of type `{type(one).__name__}`")
        if total + len(rest) > MAX_WEIGHT:
            raise CannotKnow("it has more than 100,000 items")
    return total


def items_of(value: object) -> list[object]:
    """What a loop over the value goes through."""
    match value:
        case set() | frozenset() if len(value) > 1:
            raise CannotKnow("the order of a set changes from run to run")
        case range() if len(value) > MAX_WEIGHT:
            raise CannotKnow("it goes through more than 100,000 items")
        case str() | list() | tuple() | dict() | range() | set() | frozenset():
            return list(value)
        case Lazy(items=items):
            return list(items)
        case _:
            raise CannotKnow(f"a value of type `{type(value).__name__}` cannot be gone through")
