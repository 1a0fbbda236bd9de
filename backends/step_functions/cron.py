"""`@schedule` to what EventBridge Scheduler takes: six fields, Sunday = 1, `?` for the day that is not restricted.

Five fields are Unix', where Sunday is 0 or 7; six are AWS' own and stay as they are.
"""

from __future__ import annotations

from typing import NamedTuple

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


class CronError(Exception):
    """Why a schedule cannot be expressed, in words for the user."""


class _Field(NamedTuple):
    title: str
    low: int
    high: int
    names: tuple[str, ...] = ()


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of week", 0, 7, _DAYS),
)


def convert(cron: str) -> str:
    """The expression, `cron(...)`; raises CronError when there is none."""
    fields = cron.split()
    if len(fields) == 6:
        return f"cron({' '.join(_checked_aws(fields))})"
    if len(fields) != 5:
        raise CronError(f"it has {len(fields)} fields, not 5 (Unix) or 6 (AWS)")
    for text, field in zip(fields, _FIELDS, strict=True):
        _values(text, field)
    minute, hour, day, month, weekday = fields
    if weekday == "*":
        return f"cron({minute} {hour} {day} {month} ? *)"
    if day != "*":
        raise CronError("it restricts both the day of month and the day of week, and means either of them")
    return f"cron({minute} {hour} ? {month} {_weekdays(weekday)} *)"


def _checked_aws(fields: list[str]) -> list[str]:
    allowed = set("0123456789*?,-/LW#ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not all(allowed.issuperset(field.upper()) for field in fields):
        raise CronError("a field holds characters that no schedule has")
    if (fields[2] == "?") == (fields[4] == "?"):
        raise CronError("exactly one of the day of month and the day of week has to be `?`")
    return fields


def _weekdays(text: str) -> str:
    """The same days in AWS' numbers: a range where they follow one another, else a list."""
    days = sorted({value % 7 + 1 for value in _values(text, _FIELDS[4])})
    first, last = days[0], days[-1]
    if len(days) > 2 and days == list(range(first, last + 1)):
        return f"{first}-{last}"
    return ",".join(map(str, days))


def _values(text: str, field: _Field) -> list[int]:
    return [value for item in text.split(",") for value in _item(item, field)]


def _item(item: str, field: _Field) -> range:
    """`*`, `a`, `a-b`, each with `/step`."""
    span, slash, step = item.partition("/")
    if slash and not (step.isascii() and step.isdigit() and int(step) > 0):
        raise CronError(f"`{item}` is not a {field.title}")
    stride = int(step) if slash else 1
    if span == "*":
        return range(field.low, (6 if field.names == _DAYS else field.high) + 1, stride)
    low, dash, high = span.partition("-")
    first = _number(low, field, item)
    last = _number(high, field, item) if dash else field.high if slash else first
    if first > last:
        raise CronError(f"`{item}` runs backwards")
    return range(first, last + 1, stride)


def _number(text: str, field: _Field, item: str) -> int:
    name = text.upper()
    if name in field.names:
        return field.names.index(name) + (field.names is _MONTHS)
    if text.isascii() and text.isdigit() and field.low <= int(text) <= field.high:
        return int(text)
    raise CronError(f"`{item}` is not a {field.title}")
