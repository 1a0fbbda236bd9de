"""`@schedule`: when the flow starts by itself."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import FlowDraft
from flowc.ir.flow import Schedule

ARGUMENTS = ("cron", "weekly", "daily", "hourly", "timezone")
_WEEKLY = "0 0 ? * SUN *"
_HOURLY = "0 * * * ? *"
_DAILY = "0 0 * * ? *"
_CRON_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*?/,#-")


def apply(draft: FlowDraft, arguments: Arguments) -> None:
    """Sets `schedule`; cron goes before weekly, weekly before hourly, hourly before daily."""
    cron = _cron(arguments)
    timezone = arguments.text("timezone") or None
    if cron is not None:
        draft.schedule = Schedule(cron=cron, timezone=timezone, span=arguments.span)


def _cron(arguments: Arguments) -> str | None:
    cron = arguments.text("cron")
    if cron:
        return cron if _looks_right(cron, arguments) else None
    weekly, hourly = arguments.flag("weekly"), arguments.flag("hourly")
    daily = arguments.flag("daily", default=True)
    if weekly:
        return _WEEKLY
    if hourly:
        return _HOURLY
    return _DAILY if daily else None


def _looks_right(cron: str, arguments: Arguments) -> bool:
    fields = cron.split()
    if len(fields) not in (5, 6):
        arguments.report(
            "FLOW216",
            "cron",
            f"a cron expression has 5 or 6 fields, but this one has {len(fields)}",
            label="not a cron expression",
            help="write cron='0 8 * * 1-5' (minute, hour, day, month, weekday)",
        )
        return False
    for field in fields:
        if not set(field) <= _CRON_CHARACTERS:
            arguments.report(
                "FLOW216",
                "cron",
                f"`{field}` is not a field of a cron expression",
                label="not a cron expression",
                help="use numbers, names such as MON, and * ? / , - #",
            )
            return False
    return True
