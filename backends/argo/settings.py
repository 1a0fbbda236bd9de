"""The settings of a step to the fields of its template and container; those of the pod are every engine's."""

from __future__ import annotations

from flowc.backends.argo.model import Retry
from flowc.backends.pod.settings import (
    DEFAULT,
    container_fields,
    environment,
    limits,
    mounts,
    requests,
    size,
    template_fields,
    tmpfs,
    unexpanded,
)
from flowc.ir.settings import Settings

__all__ = [
    "DEFAULT",
    "GRACE",
    "NEVER_AGAIN",
    "container_fields",
    "deadline",
    "environment",
    "limits",
    "mounts",
    "requests",
    "retry",
    "size",
    "template_fields",
    "tmpfs",
    "unexpanded",
]

NEVER_AGAIN = 78
"""The exit code with which a task says that another attempt is of no use."""

GRACE = 60
"""Seconds that the engine waits longer than `@timeout`, which the task itself keeps."""


def retry(settings: Settings) -> Retry | None:
    """`@retry`, and one more attempt for `@catch`: it records what no process can catch, such as being killed."""
    times = settings.retry.times if settings.retry else 0
    pause = settings.retry.minutes_between_retries if settings.retry and times else 0
    limit = times + (settings.catch is not None)
    return Retry(limit=limit, duration=_duration(pause)) if limit else None


def deadline(settings: Settings, *, items: int = 1) -> int | None:
    """Seconds after which the engine ends an attempt that did not end itself; a slice takes its items in turn."""
    return (settings.timeout.seconds + GRACE) * items if settings.timeout else None


def _duration(minutes: float) -> str | None:
    seconds = round(minutes * 60)
    if seconds <= 0:
        return None
    return f"{seconds // 60}m" if seconds % 60 == 0 else f"{seconds}s"
