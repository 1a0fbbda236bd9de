"""The fields of `@schedule`: their ranges, the names of their values, and one item of a list in them."""

from __future__ import annotations

from typing import NamedTuple

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


class CronError(Exception):
    """Why a schedule cannot be expressed, in words for the user."""


class Field(NamedTuple):
    """One field: its name for messages, its range and the names of its values, the first of which is `first`."""

    title: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    first: int = 0


class Item(NamedTuple):
    """`*`, `a` or `a-b`, each with `/step`: `first` is None for `*`, `last` without a `-`, `step` without a `/`."""

    first: int | None
    last: int | None
    step: str | None


UNIX = (
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day of month", 1, 31),
    Field("month", 1, 12, MONTHS, 1),
    Field("day of week", 0, 7, DAYS, 0),
)
"""The five fields of Unix, where Sunday is 0 or 7."""


def split(cron: str) -> list[str]:
    """The five fields of Unix or the six of AWS; raises CronError when there are others."""
    fields = cron.split()
    if len(fields) not in (5, 6):
        raise CronError(f"it has {len(fields)} fields, not 5 (Unix) or 6 (AWS)")
    return fields


def read(item: str, field: Field) -> Item:
    """An item of the list in a field; raises CronError when it is none."""
    span, slash, step = item.partition("/")
    if slash and not (step.isascii() and step.isdigit() and int(step) > 0):
        raise CronError(f"`{item}` is not a {field.title}")
    if span == "*":
        return Item(None, None, step or None)
    low, dash, high = span.partition("-")
    first = _number(low, field, item)
    last = _number(high, field, item) if dash else None
    if last is not None:
        in_order(first, last, item)
    return Item(first, last, step or None)


def in_order(first: int, last: int, item: str) -> None:
    """Raises CronError for a range that ends before it begins."""
    if first > last:
        raise CronError(f"`{item}` runs backwards")


def _number(text: str, field: Field, item: str) -> int:
    name = text.lower()
    if name in field.names:
        return field.names.index(name) + field.first
    if text.isascii() and text.isdigit() and field.low <= int(text) <= field.high:
        return int(text)
    if any(letter in text.upper() for letter in "LW#"):
        raise CronError(f"`{item}` uses `L`, `W` or `#`, which five fields cannot say")
    raise CronError(f"`{item}` is not a {field.title}")
