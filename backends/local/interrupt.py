"""Ctrl-C and SIGTERM to the engine: noticed in its loop, never in the middle of something."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any


class Interrupt:
    """Whether the user wants the run to stop."""

    def __init__(self) -> None:
        self.descriptor, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        self.since: float | None = None

    @property
    def came(self) -> bool:
        """Whether a signal has come."""
        return self.since is not None

    def signal(self, number: int = signal.SIGINT, frame: object = None) -> None:  # noqa: ARG002 - a handler's
        """What a signal does; can be called to the same effect."""
        if self.since is None:
            self.since = time.monotonic()
        with contextlib.suppress(BlockingIOError):
            os.write(self._writing, b"!")

    def drain(self) -> None:
        """Take the notice out of the pipe."""
        os.read(self.descriptor, 4096)

    @contextlib.contextmanager
    def handling(self) -> Iterator[Interrupt]:
        """With SIGINT and SIGTERM going here."""
        before: dict[int, Callable[..., Any] | int | None] = {
            number: signal.signal(number, self.signal) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
