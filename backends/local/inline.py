"""A step in the engine's own process, for a debugger: no fork, no captured output, the terminal for `pdb`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowc.backends.local.job import Job
from flowc.backends.local.refusal import Refusal
from flowc.backends.local.setup import setup_of
from flowc.ir.trace import TaskId
from flowc.runtime_shim.plan import Plan

if TYPE_CHECKING:
    from flowc.backends.local.zygote.perform import Flow


class InlineTasks:
    """The tasks of the one step that `--inline` names. The flow is imported when the first of them comes."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.flow: Flow | None = None

    def covers(self, step: str) -> bool:
        """Whether tasks of the step run here."""
        return step == self.job.inline

    def check(self) -> None:
        """Raise `Refusal` for a step that waits for others of its kind: this process runs one after the other."""
        step = Plan(dict(self.job.plan)).steps.get(self.job.inline or "")
        if step is not None and step.in_gang:
            raise Refusal(
                f"step `{step.name}` runs in a gang, whose members wait for each other: --inline, which runs one "
                "after the other in this process, would wait for ever"
            )

    def perform(self, task: TaskId, attempt: int) -> dict[str, Any]:
        """Run an attempt here and now; what a task's process would have told."""
        if self.flow is None:
            from flowc.backends.local.zygote.perform import Flow

            self.flow = Flow.of(setup_of(self.job))
        return self.flow.perform_here({"step": task.step, "path": task.path, "attempt": attempt})
