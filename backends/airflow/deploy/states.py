"""Airflow's states in the words of deployments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from flowc.backends.airflow.deploy.server import Json
from flowc.backends.deployment import Phase, RunState, StepState

PHASES: Mapping[str, Phase] = {
    "queued": "pending",
    "running": "running",
    "success": "succeeded",
    "failed": "failed",
}
ACTIVE = ("running", "queued", "scheduled", "deferred", "up_for_retry", "up_for_reschedule", "restarting")
FAILED = ("failed",)


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
    begun = sorted((task for task in tasks if task["start_date"]), key=lambda task: str(task["start_date"]))
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


def step_of(task: Json) -> str:
    """The id of a task without the groups around it."""
    return str(task["task_id"]).rpartition(".")[2]


def seconds(text: object) -> float | None:
    """Seconds since 1970 of a time of the API."""
    return datetime.fromisoformat(str(text).replace("Z", "+00:00")).timestamp() if text else None
