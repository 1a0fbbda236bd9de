"""Python's operators on known values, within bounds."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from flowc.frontend.evaluate.limits import MAX_BITS, MAX_TEXT, MAX_WEIGHT
from flowc.frontend.evaluate.rooted import is_marked, unmarked
from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.evaluate.texts import as_text
from flowc.frontend.evaluate.values import Lazy, Native, UserFunction

Operator = Callable[[Any, Any], object]


def power(base: Any, exponent: Any) -> object:
    """`base ** exponent`, unless it is huge."""
    if isinstance(base, int) and isinstance(exponent, int) and exponent > 0:
        if base.bit_length() * exponent > MAX_BITS:
            raise CannotKnow("it is a number of more than a thousand digits")
    elif isinstance(base, (int, float)) and base < 0 and isinstance(exponent, float):
        raise CannotKnow("it is a complex number")
    return base**exponent


def times(left: Any, right: Any) -> object:
    """`left * right`, unless it repeats a sequence very often."""
    for sequence, count in ((left, right), (right, left)):
        if isinstance(sequence, (str, list, tuple)) and isinstance(count, int):
            most = MAX_TEXT if isinstance(sequence, str) else MAX_WEIGHT
            if count > 0 and len(sequence) * count > most:
                raise CannotKnow("it repeats a sequence too often")
    return left * right


def left_shift(left: Any, right: Any) -> object:
    """`left << right`, unless it is huge."""
    if isinstance(right, int) and right > MAX_BITS:
        raise CannotKnow("it is a number of more than a thousand digits")
    return left << right


_WIDE = re.compile(r"\d{5}")


def remainder(left: Any, right: Any) -> object:
    """`left % right`: of numbers, or the formatting of a text."""
    if isinstance(left, str):
        if _WIDE.search(left) or "*" in left:
            raise CannotKnow("it formats with a variable or very large width")
        values = (
            right
            if isinstance(right, tuple)
            else tuple(right.values())
            if isinstance(right, dict)
            else (right,)
        )
        for value in values:
            as_text(value)
        if any(is_marked(value) for value in values) and re.search(r"%[^s%]", re.sub(r"\(\w+\)", "", left)):
            unmarked(*values)
    return left % right


def plain(function: Operator) -> Operator:
    """An operator whose outcome must not depend on where the flow file lies."""

    def checked(left: Any, right: Any) -> object:
        unmarked(left, right)
        return function(left, right)

    return checked


def contains(left: Any, right: Any) -> object:
    """`left in right`."""
    unmarked(left, right)
    if isinstance(right, Lazy):
        return left in right.items
    return left in right


def identical(left: Any, right: Any) -> object:
    """`left is right`, told only for None, True and False."""
    if not any(one is None or one is True or one is False for one in (left, right)):
        raise CannotKnow("whether two values are the same object is not told by the source")
    return left is right


BINARY: Mapping[type[cst.CSTNode], Operator] = {
    cst.Add: operator.add,
    cst.BitAnd: operator.and_,
    cst.BitOr: operator.or_,
    cst.BitXor: operator.xor,
    cst.Divide: operator.truediv,
    cst.FloorDivide: operator.floordiv,
    cst.LeftShift: left_shift,
    cst.Modulo: remainder,
    cst.Multiply: times,
    cst.Power: power,
    cst.RightShift: operator.rshift,
    cst.Subtract: operator.sub,
}
"""What each operator does. `@` is not among them: no known value has it."""

AUGMENTED: Mapping[type[cst.CSTNode], Operator] = {
    cst.AddAssign: operator.add,
    cst.DivideAssign: operator.truediv,
    cst.FloorDivideAssign: operator.floordiv,
    cst.ModuloAssign: remainder,
    cst.MultiplyAssign: times,
    cst.PowerAssign: power,
    cst.SubtractAssign: operator.sub,
}

COMPARISON: Mapping[type[cst.CSTNode], Operator] = {
    cst.Equal: plain(operator.eq),
    cst.GreaterThan: plain(operator.gt),
    cst.GreaterThanEqual: plain(operator.ge),
    cst.In: contains,
    cst.Is: identical,
    cst.IsNot: lambda left, right: not identical(left, right),
    cst.LessThan: plain(operator.lt),
    cst.LessThanEqual: plain(operator.le),
    cst.NotEqual: plain(operator.ne),
    cst.NotIn: lambda left, right: not contains(left, right),
}


def not_a_function(*values: object) -> None:
    """Operators are for values: a function among them would only lead to a misleading answer."""
    for value in values:
        if isinstance(value, (Native, UserFunction)):
            raise CannotKnow("it computes with a function")
