"""Airflow's states in the words of deployments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from flowc.backends.airflow.deploy.api import Json
from flowc.backends.airflow.executors import CLASSES
from flowc.backends.airflow.file import EXIT_HOOK
from flowc.backends.deployment import Phase, RunState, StepState

PHASES: Mapping[str, Phase] = {
    "queued": "pending",
    "running": "running",
    "success": "succeeded",
    "failed": "failed",
}
STEPS = frozenset(CLASSES.values())
"""The operators that run steps; the others of a DAG keep it in order."""
ACTIVE = ("running", "queued", "scheduled", "deferred", "up_for_retry", "up_for_reschedule", "restarting")
FAILED = ("failed",)
ENDED = ("success", "failed")
"""States of a run in which nothing more happens."""


def run_state(run: Json, name: str, tasks: Iterable[Json] = (), link: str = "") -> RunState:
    """A run with the tasks that are given. `name` is its id in the store."""
    tasks = tuple(tasks)
    failed = sorted({step_of(task) for task in tasks if task["state"] in FAILED})
    return RunState(
        run=name,
        phase=PHASES.get(str(run["state"]), "unknown"),
        message=f"failed: {', '.join(failed)}" if failed else "",
        steps=step_states(tasks),
        created=seconds(run.get("start_date") or run.get("queued_at") or run.get("run_after")),
        ended=seconds(run.get("end_date")),
        link=link,
    )


def step_states(tasks: Iterable[Json]) -> tuple[StepState, ...]:
    """How many tasks of each step are in which state, in the order in which steps began."""
    steps = (task for task in tasks if task["start_date"] and is_step(task))
    begun = sorted(steps, key=lambda task: str(task["start_date"]))
    counts: dict[str, list[int]] = {}
    for task in begun:
        count = counts.setdefault(step_of(task), [0, 0, 0])
        state = task["state"]
        count[0] += state in ACTIVE
        count[1] += state == "success"
        count[2] += state in FAILED
    return tuple(
        StepState(step=step, running=running, succeeded=done, failed=failed)
        for step, (running, done, failed) in counts.items()
    )


def is_step(task: Json) -> bool:
    """Whether a task runs a step of the flow."""
    return task["operator"] in STEPS and str(task["task_id"]) != EXIT_HOOK


def step_of(task: Json) -> str:
    """The step that a task runs, or its id: passes of an unrolled loop add numbers to the step's name."""
    identity = str(task["task_id"])
    return identity.partition("-")[0] if is_step(task) else identity


def seconds(text: object) -> float | None:
    """Seconds since 1970 of a time of the API."""
    return datetime.fromisoformat(str(text).replace("Z", "+00:00")).timestamp() if text else None
