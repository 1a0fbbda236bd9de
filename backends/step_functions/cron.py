"""`@schedule` to what EventBridge Scheduler takes: six fields, Sunday = 1, `?` for the day that is not restricted.

Five fields are Unix', where Sunday is 0 or 7; six are AWS' own and stay as they are.
"""

from __future__ import annotations

from flowc.backends.cron_fields import DAYS, UNIX, CronError, Field, read, split


def convert(cron: str) -> str:
    """The expression, `cron(...)`; raises CronError when there is none."""
    fields = split(cron)
    if len(fields) == 6:
        return f"cron({' '.join(_checked_aws(fields))})"
    for text, field in zip(fields, UNIX, strict=True):
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
    days = sorted({value % 7 + 1 for value in _values(text, UNIX[4])})
    first, last = days[0], days[-1]
    if len(days) > 2 and days == list(range(first, last + 1)):
        return f"{first}-{last}"
    return ",".join(map(str, days))


def _values(text: str, field: Field) -> list[int]:
    return [value for item in text.split(",") for value in _item(item, field)]


def _item(item: str, field: Field) -> range:
    first, last, step = read(item, field)
    if first is None:
        first, last = field.low, 6 if field.names == DAYS else field.high
    elif last is None:
        last = field.high if step else first
    return range(first, last + 1, int(step or 1))
