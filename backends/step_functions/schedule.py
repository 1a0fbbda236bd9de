"""`@schedule` as a schedule of EventBridge Scheduler, which knows time zones."""

from __future__ import annotations

from flowc.backends.protocol import Request
from flowc.backends.step_functions.cron import convert
from flowc.backends.step_functions.names import LONGEST_SCHEDULE, fit, machine_name
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.placeholders import MACHINE, SCHEDULER_ROLE
from flowc.ir.values import Json

RETRY: Json = {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 10}
"""A run that could not be started for an hour is left out: the next one is due."""


def schedule_name(request: Request) -> str:
    """The name of the schedule."""
    return fit(machine_name(request.flow), LONGEST_SCHEDULE)


def schedule_of(request: Request) -> dict[str, Json] | None:
    """The schedule as Scheduler's API takes it; None when the flow has none. A run is given no parameters."""
    schedule = request.flow.schedule
    if schedule is None:
        return None
    found: dict[str, Json] = {
        "Name": schedule_name(request),
        "ScheduleExpression": convert(schedule.cron),
    }
    if schedule.timezone:
        found["ScheduleExpressionTimezone"] = schedule.timezone
    return {
        **found,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "State": "ENABLED",
        "Target": {
            "Arn": MACHINE,
            "RoleArn": Own.of(request.settings).scheduler_role or SCHEDULER_ROLE,
            "Input": "{}",
            "RetryPolicy": RETRY,
        },
    }
