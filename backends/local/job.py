"""What the engine is asked to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from flowc.diagnostics.record import record
from flowc.ir.flow import Flow

MAX_WORKERS = 16
"""How many tasks run at once when nobody says otherwise."""


@record
class RunName:
    """Where a run stands in the store."""

    project: str
    branch: str
    flow: str
    run: str


@record
class Job:
    """One run: the flow as compiled, its file, and what the first task writes to `run.json`.

    `plan` is the JSON that travels with the code. `facts` are the fields of the shim's `RunFacts`. `origin` is the
    run whose tasks are cloned where nothing before them changed, `rerun` the steps that are not cloned in any case.
    `continued`: the run exists already, and its winners are adopted.
    """

    flow: Flow
    file: Path
    plan: Mapping[str, Any]
    store: str
    name: RunName
    facts: Mapping[str, Any] = field(default_factory=dict)
    max_workers: int = MAX_WORKERS
    origin: str | None = None
    rerun: frozenset[str] = frozenset()
    continued: bool = False
    inline: str | None = None
    show_output: bool = True
