"""Findings about `@schedule` on Argo."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, error


def schedule_findings(request: Request) -> Iterator[Finding]:
    """A schedule that has no equal in Argo's notation."""
    schedule = request.flow.schedule
    if schedule is None:
        return
    from flowc.backends.unix_cron import CronError, convert

    try:
        convert(schedule.cron)
    except CronError as problem:
        yield error(
            "FLOW305",
            schedule.span,
            f"Argo cannot follow the schedule `{schedule.cron}`",
            label=str(problem),
            help="write five fields: minute, hour, day of month, month, day of week (0 is Sunday)",
        )
