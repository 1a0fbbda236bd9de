"""Reading what tasks have done from the store, and cloning it into another run."""

from __future__ import annotations

from typing import Any

from flowc.backends.local.job import Job, RunName
from flowc.backends.local.walk import Facts
from flowc.ir.flow import Foreach, Gang, Step, Switch, targets
from flowc.ir.trace import TaskId
from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.documents import read_document, seal
from flowc.runtime_shim.store.layout import FlowKeys, RunKeys


def run_keys(name: RunName, run: str | None = None) -> RunKeys:
    """Where a run is; with `run`, where another run of the same flow is."""
    return FlowKeys(name.project, name.branch, name.flow).run(run or name.run)


class Winners:
    """The winners of a run and, where it resumes another, of that."""

    def __init__(self, store: Store, job: Job) -> None:
        self.store = store
        self.steps = {str(step.id): step for step in job.flow.steps}
        self.own = run_keys(job.name)
        self.origin = run_keys(job.name, job.origin) if job.origin else None
        self.rerun = job.rerun

    def facts(self, task: TaskId) -> Facts | None:
        """What the task of this run told, when it has a winner already."""
        winner = self._read(self.own, task)
        return None if winner is None else Facts(winner.get("splits"), winner.get("next"))

    def clone(self, task: TaskId) -> Facts | None:
        """Take over the winner of the run that is resumed; None when there is none, or it does not fit any more."""
        if self.origin is None or task.step in self.rerun:
            return None
        winner = self._read(self.origin, task)
        if winner is None or not _fits(winner, self.steps[task.step]):
            return None
        source = winner.get("cloned_from") or self.origin.id
        key = self.own.task(task.step, task.path).winner
        self.store.put_if_absent(key, seal({**winner, "cloned_from": source}))
        return Facts(winner.get("splits"), winner.get("next"), cloned=True)

    def _read(self, keys: RunKeys, task: TaskId) -> dict[str, Any] | None:
        try:
            return read_document(self.store, keys.task(task.step, task.path).winner)
        except Missing:
            return None


def _fits(winner: dict[str, Any], step: Step) -> bool:
    """Whether what the task told is an answer that the step, as it is written now, could give."""
    transition = step.transition
    if isinstance(transition, Foreach | Gang):
        return winner.get("splits") is not None
    if isinstance(transition, Switch) and len(targets(transition)) > 1:
        return winner.get("next") in targets(transition)
    return True
