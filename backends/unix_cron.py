"""`@schedule` to plain five fields, as cron parsers of engines take them: Sunday = 0, no special letters.

Five fields are Unix' and stay. Six are AWS', which Metaflow documents: Sunday = 1, `?` for "any", a year at the
end.
"""

from __future__ import annotations

from flowc.backends.cron_fields import DAYS, UNIX, CronError, Field, in_order, read, split

_AWS_WEEKDAY = Field("day of week", 1, 7, DAYS, 1)


def convert(cron: str) -> str:
    """The schedule in five fields; raises CronError when there is none."""
    fields = split(cron)
    if len(fields) == 6:
        return _from_aws(fields)
    return " ".join(_keep(text, field) for text, field in zip(fields, UNIX, strict=True))


def _keep(text: str, field: Field) -> str:
    """Unix' notation as written, once it has been checked; only its second Sunday is one too many for some."""
    converted = _convert(text, field)
    return converted if field.names == DAYS and "7" in text else text


def _from_aws(fields: list[str]) -> str:
    *fields, year = fields
    if year not in ("*", "?"):
        raise CronError(f"it names the year `{year}`, which five fields cannot say")
    if all(text not in ("*", "?") for text in (fields[2], fields[4])):
        raise CronError("it restricts both the day of month and the day of week; one of them has to be `?`")
    kinds = (*UNIX[:4], _AWS_WEEKDAY)
    return " ".join(_convert(text, field) for text, field in zip(fields, kinds, strict=True))


def _convert(text: str, field: Field) -> str:
    if text in ("*", "?"):
        return "*"
    return ",".join(_item(item, field) for item in text.split(","))


def _item(item: str, field: Field) -> str:
    first, last, step = read(item, field)
    if first is None:
        return item
    stride = f"/{step}" if step else ""
    if last is not None:
        return _range(first, last, item, field) + stride
    if not step:
        return _single(first, field)
    if first == field.low:
        return f"*/{step}"
    last = 6 + field.first if field.names == DAYS else field.high
    return _range(first, last, item, field) + stride


def _range(first: int, last: int, item: str, field: Field) -> str:
    """A range from low to high; one that ends on Unix' second Sunday (7) has to be written as a list."""
    in_order(first, last, item)
    if field.names != DAYS:
        return f"{first}-{last}"
    first, last = first - field.first, last - field.first
    if last == 7:
        raise CronError(f"`{item}` ends on a Sunday written as 7: write it as a list that ends with 0")
    return f"{first}-{last}"


def _single(value: int, field: Field) -> str:
    return str((value - field.first) % 7) if field.names == DAYS else str(value)
