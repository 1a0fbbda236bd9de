"""How often a task is tried, and what an exit means."""

from __future__ import annotations

from flowc.diagnostics.record import small_record
from flowc.ir.settings import Settings

DONE = 0
DO_NOT_RETRY = 78
TERMINATED = 143
BACKSTOP = 60.0
"""Seconds after `@timeout`, which the task keeps itself, until the engine ends a task that did not."""


@small_record
class Policy:
    """The attempts of a step: `retries` after the first, one more to record a caught failure, and the backstop."""

    retries: int
    catches: bool
    seconds: float | None

    @classmethod
    def of(cls, settings: Settings) -> Policy:
        """What a step's decorators say."""
        timeout = settings.timeout
        return cls(
            settings.retry.times if settings.retry else 0,
            settings.catch is not None,
            timeout.seconds + BACKSTOP if timeout else None,
        )

    def goes_on(self, attempt: int, code: int) -> bool:
        """Whether another attempt follows one, counted from 0, that exited with a code that is not `DONE`.

        The attempt after the last retry is `@catch`'s: it runs no user code, and records what ended the process.
        """
        if code == DO_NOT_RETRY:
            return False
        return attempt < self.retries + self.catches


def explain(code: int) -> str | None:
    """Why an attempt ended, when it was not the user's code that failed."""
    if code == DO_NOT_RETRY:
        return "the task must not be tried again"
    if code == TERMINATED:
        return "it was terminated"
    if code < 0:
        import signal

        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        cause = ", for example because memory ran out" if name == "SIGKILL" else ""
        return f"its process was ended by {name}{cause}"
    return None if code == 1 else f"its process ended with exit code {code}"
