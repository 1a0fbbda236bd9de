"""Lines, for logs of CI and files: every failure, and every ending as long as a step has few tasks."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from flowc.backends.local.events import Event, RunEnded, RunStarted, TaskEnded, TaskOutput, TaskStarted
from flowc.backends.local.views.wording import ENDINGS, address, elapsed, ended, started

FEW = 20
"""Tasks of a step that get a line each; of more, those whose number has one digit that is not 0."""


class Plain:
    """For a stream that is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.counts: Counter[str] = Counter()

    def tell(self, event: Event) -> None:
        """Write a line where the event deserves one."""
        match event:
            case RunStarted():
                self._write(started(event))
            case RunEnded():
                self._write(ended(event))
            case TaskEnded():
                self._end_task(event)
            case TaskOutput():
                self._write(f"[{address(event.step, event.path)}] {event.text}")
            case TaskStarted():
                pass

    def close(self) -> None:
        """Nothing is held back."""

    def _end_task(self, event: TaskEnded) -> None:
        words = f"{address(event.step, event.path)} {ENDINGS[event.ending]}"
        if event.ending in ("done", "adopted", "cloned"):
            self.counts[event.step] += 1
            count = self.counts[event.step]
            if count > FEW and set(str(count)[1:]) != {"0"}:
                return
            words += f", {count} of the step so far" if count > FEW else ""
        if event.seconds >= 0.05:
            words += f" in {elapsed(event.seconds)}"
        self._write(words + (f": {event.detail}" if event.detail else ""))

    def _write(self, line: str) -> None:
        self.stream.write(line + "\n")
        self.stream.flush()
