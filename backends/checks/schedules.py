"""Findings about `@schedule`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flowc.backends.cron_fields import CronError
from flowc.diagnostics import Finding, error
from flowc.ir.flow import Schedule


def schedule_findings(schedule: Schedule, convert: Callable[[str], str], engine: str) -> Iterator[Finding]:
    """A schedule that `convert` cannot put into the notation of the `engine`."""
    try:
        convert(schedule.cron)
    except CronError as problem:
        yield error(
            "FLOW305",
            schedule.span,
            f"{engine} cannot follow the schedule `{schedule.cron}`",
            label=str(problem),
            help="write five fields: minute, hour, day of month, month, day of week (0 is Sunday)",
        )
