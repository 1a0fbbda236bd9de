"""A table that is drawn over and over on a terminal: a row for each step that has begun."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from flowc.backends.local.events import Event, RunEnded, RunStarted, TaskEnded, TaskOutput, TaskStarted
from flowc.backends.local.views.wording import ENDINGS, address, elapsed, ended, started

if TYPE_CHECKING:
    from rich.table import Table

FRAMES = 8
"""How often a second the table is drawn."""


@dataclass(slots=True)
class Row:
    """What is known of a step."""

    running: int = 0
    done: int = 0
    again: int = 0
    failed: int = 0
    begun: float = 0.0
    ended: float | None = None


class Live:
    """For a terminal. Drawing happens on a thread of rich."""

    def __init__(self, stream: TextIO, steps: tuple[str, ...]) -> None:
        from rich.console import Console
        from rich.live import Live as RichLive

        self.rows: dict[str, Row] = {}
        self.order = {step: place for place, step in enumerate(steps)}
        self.console = Console(file=stream, highlight=False)
        self.live = RichLive(
            console=self.console, refresh_per_second=FRAMES, get_renderable=self._table, transient=False
        )

    def tell(self, event: Event) -> None:
        """Count; failures and the first and last line stay above the table."""
        match event:
            case RunStarted():
                self.console.print(started(event), style="bold")
                self.live.start()
            case RunEnded():
                self.live.stop()
                self.console.print(ended(event), style="green" if event.status == "succeeded" else "red")
            case TaskOutput():
                self.console.out(f"[{address(event.step, event.path)}] {event.text}", highlight=False)
            case TaskStarted():
                self._start_task(event)
            case TaskEnded():
                self._end_task(event)

    def close(self) -> None:
        """Leave the terminal as it was."""
        self.live.stop()

    def _start_task(self, event: TaskStarted) -> None:
        row = self.rows.get(event.step)
        if row is None:
            row = self.rows[event.step] = Row(begun=time.monotonic())
        row.running += 1
        row.ended = None

    def _end_task(self, event: TaskEnded) -> None:
        row = self.rows.get(event.step)
        if row is None:
            row = self.rows[event.step] = Row(begun=time.monotonic())
        if event.ending not in ("adopted", "cloned"):
            row.running -= 1
        if not row.running:
            row.ended = time.monotonic()
        match event.ending:
            case "done" | "adopted" | "cloned":
                row.done += 1
            case "retried":
                row.again += 1
            case _:
                row.failed += 1
        if event.ending in ("retried", "failed"):
            words = f"{address(event.step, event.path)} {ENDINGS[event.ending]}"
            self.console.print(words + (f": {event.detail}" if event.detail else ""), style="yellow")

    def _table(self) -> Table:
        from rich.table import Table

        table = Table(box=None, pad_edge=False)
        table.add_column("step")
        for name in ("running", "done", "retried", "failed", "elapsed"):
            table.add_column(name, justify="right")
        for step, row in sorted(self.rows.copy().items(), key=lambda pair: self.order.get(pair[0], 0)):
            counts = (row.running, row.done, row.again, row.failed)
            seconds = (row.ended or time.monotonic()) - row.begun
            table.add_row(step, *(str(count) if count else "" for count in counts), elapsed(seconds))
        return table
