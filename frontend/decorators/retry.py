"""`@retry`: how often a failed task is started again."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import StepDraft
from flowc.ir.settings import Retry

ARGUMENTS = ("times", "minutes_between_retries")
MOST_RETRIES = 4
"""Metaflow allows 6 attempts in all: the first, four retries, and the one that `@catch` uses."""


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `retry`."""
    times = arguments.whole("times", 3) or 0
    pause = arguments.decimal("minutes_between_retries")
    if not 0 <= times <= MOST_RETRIES:
        arguments.report(
            "FLOW209",
            "times",
            f"`@retry` can start a task again at most {MOST_RETRIES} times, not {times}"
            if times > 0
            else "`times` of `@retry` cannot be negative",
            label=f"must be 0 to {MOST_RETRIES}",
            help=f"write times={MOST_RETRIES if times > 0 else 0}",
        )
        times = MOST_RETRIES
    if pause is not None and pause < 0:
        arguments.wrong("minutes_between_retries", "zero or more")
        pause = None
    minutes = 2 if pause is None else _plain(float(pause))
    retry = Retry(times=times, minutes_between_retries=minutes, span=arguments.span)
    draft.retry = retry


def _plain(number: float) -> float:
    return int(number) if number.is_integer() else number
