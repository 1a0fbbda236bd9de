"""The sign of life of an engine, `engine.json` beside the record of the run: who runs it, and how that ended."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from flowc.runtime_shim.store import Store, StoreError
from flowc.runtime_shim.store.documents import seal
from flowc.runtime_shim.store.layout import RunKeys

NAME = "engine.json"
BEAT = 30.0
"""Seconds between two signs of life."""


class Pulse:
    """Written by the engine of one run. What cannot be written is left out: it fails no run."""

    def __init__(self, store: Store, run: RunKeys) -> None:
        self.store = store
        self.run = run
        self.due = 0.0

    def beat(self) -> None:
        """Write that the run is running, if it is time."""
        if time.monotonic() >= self.due:
            self.write("running")

    def write(self, state: str) -> None:
        """Write how the run is: `running`, `succeeded`, `failed` or `interrupted`."""
        self.due = time.monotonic() + BEAT
        document = {"state": state, "at": time.time(), "host": host(), "process": process_name(os.getpid())}
        with suppress(StoreError):
            self.store.put(f"{self.run.root}/{NAME}", seal(document))


def host() -> str:
    """The name of this machine."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def process_name(pid: int) -> str:
    """A process by its number and, where that can be read, the time it began: numbers are used again.

    One that has ended, and whose parent has not been told yet, has no such time any more.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return str(pid)
    fields = stat.rpartition(")")[2].split()
    return str(pid) if fields[0] in "ZX" else f"{pid}:{fields[19]}"
