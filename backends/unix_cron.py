"""`@schedule` to plain five fields, as cron parsers of engines take them: Sunday = 0, no special letters.

Five fields are Unix' and stay. Six are AWS', which Metaflow documents: Sunday = 1, `?` for "any", a year at the
end.
"""

from __future__ import annotations

from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


class CronError(Exception):
    """Why a schedule cannot be expressed, in words for the user."""


class _Field(NamedTuple):
    """One field: its name for messages, its range and the names of its values, the first of which is `first`."""

    title: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    first: int = 0


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of month", 1, 31),
    _Field("month", 1, 12, _MONTHS, 1),
    _Field("day of week", 0, 7, _DAYS, 0),
)
_AWS_WEEKDAY = _Field("day of week", 1, 7, _DAYS, 1)


def convert(cron: str) -> str:
    """The schedule in five fields; raises CronError when there is none."""
    fields = cron.split()
    if len(fields) == 6:
        return _from_aws(fields)
    if len(fields) != 5:
        raise CronError(f"it has {len(fields)} fields, not 5 (Unix) or 6 (AWS)")
    return " ".join(_keep(text, field) for text, field in zip(fields, _FIELDS, strict=True))


def _keep(text: str, field: _Field) -> str:
    """Unix' notation as written, once it has been checked; only its second Sunday is one too many for some."""
    converted = _convert(text, field)
    return converted if field.names == _DAYS and "7" in text else text


def _from_aws(fields: list[str]) -> str:
    *fields, year = fields
    if year not in ("*", "?"):
        raise CronError(f"it names the year `{year}`, which five fields cannot say")
    if all(text not in ("*", "?") for text in (fields[2], fields[4])):
        raise CronError("it restricts both the day of month and the day of week; one of them has to be `?`")
    kinds = (*_FIELDS[:4], _AWS_WEEKDAY)
    return " ".join(_convert(text, field) for text, field in zip(fields, kinds, strict=True))


def _convert(text: str, field: _Field) -> str:
    if text in ("*", "?"):
        return "*"
    return ",".join(_item(item, field) for item in text.split(","))


def _item(item: str, field: _Field) -> str:
    """`*`, `a`, `a-b`, each with `/step`."""
    span, slash, step = item.partition("/")
    if slash and not (step.isascii() and step.isdigit() and int(step) > 0):
        raise CronError(f"`{item}` is not a {field.title}")
    if span == "*":
        return item
    low, dash, high = span.partition("-")
    first = _number(low, field, item)
    if dash:
        return _range(first, _number(high, field, item), item, field) + slash + step
    if not slash:
        return _single(first, field)
    if first == field.low:
        return f"*/{step}"
    last = 6 + field.first if field.names == _DAYS else field.high
    return _range(first, last, item, field) + slash + step


def _range(first: int, last: int, item: str, field: _Field) -> str:
    """A range from low to high; one that ends on Unix' second Sunday (7) has to be written as a list."""
    if first > last:
        raise CronError(f"`{item}` runs backwards")
    if field.names != _DAYS:
        return f"{first}-{last}"
    first, last = first - field.first, last - field.first
    if last == 7:
        raise CronError(f"`{item}` ends on a Sunday written as 7: write it as a list that ends with 0")
    return f"{first}-{last}"


def _single(value: int, field: _Field) -> str:
    return str((value - field.first) % 7) if field.names == _DAYS else str(value)


def _number(text: str, field: _Field, item: str) -> int:
    name = text.lower()
    if name in field.names:
        return field.names.index(name) + field.first
    if text.isascii() and text.isdigit() and field.low <= int(text) <= field.high:
        return int(text)
    if any(letter in text.upper() for letter in "LW#"):
        raise CronError(f"`{item}` uses `L`, `W` or `#`, which five fields cannot say")
    raise CronError(f"`{item}` is not a {field.title}")
