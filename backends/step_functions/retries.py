"""When a state is tried again, and when it is given up.

A state has one count of retries, which goes up whichever retrier acts: what the service refused for a moment counts
too. It is the number that a task is told, so the runtime counts for itself, where `@catch` depends on it, how many
attempts have begun (`runtime_shim/attempts.py`); `current.retry_count` of other steps can be too high.
"""

from __future__ import annotations

from flowc.backends.step_functions.model import Retry
from flowc.ir.settings import Settings

GRACE = 60
"""Seconds that the engine waits longer than `@timeout`, which the task itself keeps."""

QUEUE = 24 * 3600
"""Seconds that a job may wait in its queue before it starts: Step Functions counts them too."""

SHORTEST_ATTEMPT = 60
"""The shortest timeout of an attempt that Batch takes."""

STORE = Retry(errors=("States.TaskFailed",), interval=1, attempts=5, rate=2.0, longest=30, jitter=True)
"""For calls of S3 that the machine makes itself."""

READER = Retry(errors=("States.ItemReaderFailed",), interval=1, attempts=5, rate=2.0, longest=30, jitter=True)
"""For the list of a Distributed Map, which S3 may fail to give for a moment: no item has begun by then."""


def busy(*errors: str) -> Retry:
    """For tasks that a service does not take just now: Batch admits 50 a second. What fails in a task itself has
    other names: `States.TaskFailed`, `States.Timeout`.
    """
    return Retry(errors=errors, interval=2, attempts=20, rate=2.0, longest=120, jitter=True)


def attempts(settings: Settings) -> int:
    """How many attempts follow the first: those of `@retry`, and one for `@catch`, which records what no process
    can catch, such as being killed.
    """
    return (settings.retry.times if settings.retry else 0) + (settings.catch is not None)


def of_step(settings: Settings, refused: Retry) -> tuple[Retry, ...]:
    """What the service refused comes first: the first retrier that names an error is the one that counts."""
    times = attempts(settings)
    if not times:
        return (refused,)
    pause = settings.retry.minutes_between_retries if settings.retry and settings.retry.times else 0
    own = Retry(errors=("States.ALL",), interval=max(1, round(pause * 60)), attempts=times)
    return (refused, own)


def timeout(settings: Settings) -> int | None:
    """Seconds after which Step Functions gives up a state whose task did not end itself, nor was ended by Batch."""
    return settings.timeout.seconds + GRACE + QUEUE if settings.timeout else None


def attempt_timeout(settings: Settings) -> int | None:
    """Seconds that Batch gives an attempt from its start."""
    return max(SHORTEST_ATTEMPT, settings.timeout.seconds + GRACE) if settings.timeout else None
