"""The settings of a step to arguments of its task."""

from __future__ import annotations

from flowc.backends.airflow.literals import text
from flowc.ir.settings import Settings

GRACE = 60
"""Seconds that Airflow waits longer than `@timeout`, which the task itself keeps."""


def step_options(settings: Settings) -> list[tuple[str, str]]:
    """Keyword arguments and their source text."""
    options: list[tuple[str, str]] = []
    times = settings.retry.times if settings.retry else 0
    attempts = times + (settings.catch is not None)
    if attempts:
        options.append(("retries", str(attempts)))
        pause = round(settings.retry.minutes_between_retries * 60) if settings.retry and times else 0
        options.append(("retry_delay", f"timedelta(seconds={max(pause, 0)})"))
    if settings.timeout is not None:
        options.append(("execution_timeout", f"timedelta(seconds={settings.timeout.seconds + GRACE})"))
    return options


def outlet(identity: str) -> tuple[str, str]:
    """The asset that tells others that the flow has ended well."""
    return ("outlets", f"[Asset({text(finished(identity))})]")


def finished(identity: str) -> str:
    """The URI of the asset that a flow updates when it has ended well."""
    return f"x-flowc://{identity}/finished"
