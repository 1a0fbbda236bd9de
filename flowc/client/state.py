"""How a run is, as far as the store and this machine can tell."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Literal, TypeAlias

from flowc.client.pulse import BEAT, NAME, host, process_name
from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.layout import RunKeys

if TYPE_CHECKING:
    from flowc.client.run import Run

State: TypeAlias = Literal["succeeded", "running", "failed", "interrupted", "unfinished"]
"""`interrupted`: nobody runs it, no task has failed. `unfinished`: another engine runs it, or did, and knows."""
SILENCE = 3 * BEAT
"""Seconds without a sign of life from another machine after which its engine counts as gone."""


def state_of(run: Run) -> State:
    """The state of a run."""
    if run.successful:
        return "succeeded"
    engine = engine_of(run.store, run.keys)
    if engine is None:
        return "unfinished"
    if engine["state"] == "running" and is_alive(engine):
        return "running"
    return "failed" if engine["state"] == "failed" or has_failed_task(run) else "interrupted"


def engine_of(store: Store, run: RunKeys) -> Document | None:
    """The last sign of life of the embedded engine that runs a run, or ran it; None where another does."""
    try:
        return read_document(store, f"{run.root}/{NAME}")
    except Missing:
        return None


def is_alive(engine: Document) -> bool:
    """Whether the engine is still there: on this machine its process, elsewhere a sign of life not long ago."""
    if engine["host"] != host():
        return time.time() - float(engine["at"]) < SILENCE
    pid = int(engine["process"].partition(":")[0])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it is there, and somebody else's
    return process_name(pid) == str(engine["process"])


def has_failed_task(run: Run) -> bool:
    """Whether a task has failed and not been done by a later attempt."""
    return any(not task.done and task.manifest.get("status") == "failed" for step in run for task in step)
