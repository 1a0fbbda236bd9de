"""A run by flowc in the form of `dump_metaflow.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from flowc.client import Run, Task
from flowc.client.order import by_path
from flowc.client.places import find_run
from tests.conformance.cases import Case
from tests.conformance.protocol import Refused
from tests.differential.canonical import canonical
from tests.engines.local.adapter import LocalEngine


def run_by_flowc(case: Case, folder: Path, path: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The run's tasks; `{"refused": text}` when it did not start. `path` comes first on the tasks' PYTHONPATH."""
    engine = LocalEngine(path=path)
    engine.start(folder)
    deployed = engine.deploy(case.file)
    try:
        triggered = engine.trigger(deployed, case.parameters)
    except Refused as refusal:
        return {"refused": str(refusal)}
    engine.wait(triggered, 600)
    keys, _ = find_run(engine.store, triggered.flow, triggered.run)
    run = Run.at(engine.store, keys)
    sys.path.insert(0, str(case.file.parent))
    try:
        steps = {step.id: [_row(task) for task in sorted(step, key=_order)] for step in run}
    finally:
        sys.path.remove(str(case.file.parent))
        sys.modules.pop("flow", None)
    return {"successful": run.successful, "steps": steps}


def _indices(task: Task) -> list[int]:
    """The indices of the foreachs around a task, without the passes of loops."""
    return [number for mark, number in by_path(task.id) if mark == "."]


def _order(task: Task) -> tuple[list[int], tuple[tuple[str, int], ...]]:
    return _indices(task), by_path(task.id)


def _row(task: Task) -> list[Any]:
    # Metaflow stores the flow's name in each task, as `name`: `dump_metaflow.py` leaves it out, and so does this.
    artifacts = {artifact.id: canonical(artifact.data) for artifact in task if artifact.id != "name"}
    return [_indices(task), task.successful, task.current_attempt, artifacts]
