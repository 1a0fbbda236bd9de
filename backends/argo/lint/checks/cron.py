"""CronWorkflows: FLOW580 to FLOW583."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.model import Document
from flowc.backends.argo.lint.similar import did_you_mean
from flowc.backends.argo.lint.tree import Fields, Text
from flowc.diagnostics import Finding, error, note

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of the week", 0, 6, DAYS),
)
"""Name, least, greatest and names: the standard parser of robfig/cron, which Argo uses."""

MACROS = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})


def check_cron(document: Document) -> Iterator[Finding]:
    """When a CronWorkflow runs."""
    spec = document.fields.fields("spec")
    if document.kind != "CronWorkflow" or spec is None:
        return
    if "schedule" in spec.keys:
        yield error(
            "FLOW582",
            spec.keys["schedule"],
            "`schedule` is gone since Argo 4",
            label="it is ignored or refused",
            help="write `schedules:` and a list",
        )
    elif not spec.items("schedules"):
        yield error(
            "FLOW583", spec.span_of("schedules"), "this CronWorkflow never runs", label="no `schedules`"
        )
    for item in spec.items("schedules"):
        if isinstance(item, Text) and (problem := cron_problem(item.value)) is not None:
            yield error(
                "FLOW580",
                item.span,
                f"`{item.value}` is no schedule: {problem}",
                label="minute, hour, day of the month, month, day of the week",
            )
    yield from _timezone(spec)


def cron_problem(text: str) -> str | None:
    """What is wrong with a cron expression; None when Argo takes it."""
    first = text.split(" ", 1)[0]
    if first.startswith(("TZ=", "CRON_TZ=")):
        text = text[len(first) :].strip()
    if text.startswith("@every ") and len(text.split()) == 2:
        return None
    if text.startswith("@"):
        return None if text in MACROS else f"there is no `{text}`"
    fields = text.split()
    if len(fields) != len(FIELDS):
        return f"it has {len(fields)} fields, not {len(FIELDS)}"
    for field, (name, least, greatest, names) in zip(fields, FIELDS, strict=True):
        for part in field.split(","):
            if (problem := _part(part, least, greatest, names)) is not None:
                return f"the {name} {problem}"
    return None


def _part(part: str, least: int, greatest: int, names: tuple[str, ...]) -> str | None:
    span, slash, step = part.partition("/")
    if slash and (not step.isdecimal() or int(step) == 0):
        return f"has the step `{step}`"
    if span in ("*", "?"):
        return None
    ends = [_number(word, least, names) for word in span.split("-")]
    if len(ends) > 2 or None in ends:
        return f"cannot be `{part}`"
    known = [end for end in ends if end is not None]
    if not all(least <= end <= greatest for end in known):
        return f"goes from {least} to {greatest}, not to `{span}`"
    return None if known == sorted(known) else f"runs backwards in `{span}`"


def _number(word: str, least: int, names: tuple[str, ...]) -> int | None:
    if word.isascii() and word.isdecimal():
        return int(word)
    return names.index(word.lower()) + least if word.lower() in names else None


def _timezone(spec: Fields) -> Iterator[Finding]:
    from zoneinfo import available_timezones

    zone = spec.text("timezone")
    if zone is None or zone.value in ("", "UTC", "Local"):
        return
    known = available_timezones()
    if not known:
        yield note(
            "FLOW581",
            zone.span,
            "time zones cannot be checked here",
            label="this machine has no list of time zones",
        )
    elif zone.value not in known:
        yield error(
            "FLOW581",
            zone.span,
            f"there is no time zone `{zone.value}`",
            label="not in the time zone database",
            help=did_you_mean(zone.value, sorted(known)),
        )
