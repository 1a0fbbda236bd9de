"""What the containers of a flow do in the simulator: decide, write what the engine wants to know, or fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowc.ir.flow import Flow, Foreach, Gang, StepId, Switch, targets
from flowc.ir.trace import Outcomes, TaskId
from tests.argo_sim.pods import Pod, Refused, Result

SPLITS = "/tmp/flowc/splits"
NEXT = "/tmp/flowc/next"


class Steps:
    """Runs pods by asking the same oracle that the reference interpreter asks.

    `failures` says for a task how many of its attempts fail; `exit_code` is what they fail with.
    """

    def __init__(
        self, flow: Flow, outcomes: Outcomes, failures: Mapping[TaskId, int] | None = None, exit_code: int = 1
    ) -> None:
        self.steps = {step.id: step for step in flow.steps}
        self.outcomes = outcomes
        self.failures = failures or {}
        self.exit_code = exit_code

    def __call__(self, pod: Pod) -> Result:
        if pod.attempt < self.failures.get(pod.task, 0):
            return Result(exit_code=self.exit_code)
        return Result(files={path: self.written(pod, path) for path in pod.outputs})

    def written(self, pod: Pod, path: str) -> str:
        """The text of one file; a step that has nothing to say in it would leave none."""
        transition = self.steps[StepId(pod.task.step)].transition
        match transition:
            case Foreach() | Gang() if path == SPLITS:
                return str(self.outcomes.splits(pod.task))
            case Switch() if path == NEXT:
                arms: Sequence[str] = targets(transition)
                return self.outcomes.choose(pod.task, arms) if len(arms) > 1 else arms[0]
            case _:
                raise Refused(f"step {pod.task.step} writes no {path}")
