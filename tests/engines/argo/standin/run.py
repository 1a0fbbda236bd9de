"""One Workflow, run with real pods by the rules of `tests.argo_sim`."""

from __future__ import annotations

import re
import time
from collections import deque
from dataclasses import dataclass

from flowc.ir.trace import TaskId
from tests.argo_sim.controller import Controller, Node, Running, task_of
from tests.argo_sim.manifest import Manifest, Template
from tests.argo_sim.pods import Pod, Refused, Result
from tests.engines.argo.kube.api import WORKFLOWS, Api, ApiError, Object
from tests.engines.argo.kube.setup import NAMESPACE
from tests.engines.argo.node.report import NODE_ID
from tests.engines.argo.standin.arguments import effective, variables
from tests.engines.argo.standin.pods import Task, pod_name, pod_of
from tests.engines.argo.standin.seen import Seen
from tests.engines.argo.standin.statuses import Statuses

PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
RESULTS = f"{WORKFLOWS}/namespaces/{NAMESPACE}/workflowtaskresults"
NO_CODE = -1
"""What Argo says of an attempt whose container left no exit code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """An attempt whose pod is not made yet, and when it may be, on the monotonic clock."""

    key: tuple[TaskId, int]
    task: Task
    after: float


class Stored(Manifest):
    """A template as the API server has it, rather than as text."""

    def __init__(self, spec: Object) -> None:
        self.spec = spec
        self.entrypoint = spec["entrypoint"]
        self.on_exit = spec.get("onExit")
        self.templates = {template["name"]: template for template in spec["templates"]}
        self.environment = spec.get("templateDefaults", {}).get("container", {}).get("env", [])

    def parameters(self) -> dict[str, str]:
        """They come with the run."""
        return {}


class WorkflowRun(Controller):
    """Nothing is kept but what the API server has: a second one takes the pods of the first as they are."""

    def __init__(self, api: Api, seen: Seen, workflow: Object, spec: Object) -> None:
        super().__init__(Stored(spec), self.result, lambda count: 0)
        self.api = api
        self.seen = seen
        self.workflow = workflow
        self.spec = spec
        self.name: str = workflow["metadata"]["name"]
        self.globals = variables(workflow, effective(spec, workflow))
        self.queue: deque[Queued] = deque()
        self.made: dict[tuple[TaskId, int], str] = {}
        self.node_of: dict[tuple[TaskId, int], str] = {}

    def outcome(self) -> str:
        """Run it to its end; the phase."""
        return self.with_exit_handler(self.name)

    def statuses(self) -> dict[str, Object]:
        """The nodes of the run, for its status."""
        pods = {self.node_of[key]: self.seen.pod(name) or {} for key, name in self.made.items()}
        return Statuses(self, self.name, pods).nodes()

    def step(self) -> None:
        """Make the pods whose time has come, and wait until some have ended."""
        pause = self._make_pods()
        for running in self._wait(pause):
            self.running.remove(running)
            self.end(running)

    def start(self, node: Node, template: Template, inputs: dict[str, str], attempt: int) -> None:
        """Queue a pod of a container template."""
        known = self.globals | {f"inputs.parameters.{key}": value for key, value in inputs.items()}
        (name,) = [name for name, one in reversed(self.nodes.items()) if one is node]
        retried = "retryStrategy" in template
        if retried:
            known["retries"] = str(attempt)
            name = f"{name}({attempt})"
        step, path = task_of(template["container"]["command"][2:]), inputs.get("path", "r")
        pod = Pod(task=TaskId(step, path), attempt=attempt, outputs=(), parameters=False)
        after = time.monotonic() + (_pause(template) if attempt else 0)
        task = Task(node=name, template=template, variables=known)
        self.queue.append(Queued(key=(pod.task, attempt), task=task, after=after))
        self.running.append(Running(node, {**template, "bound": inputs}, pod))

    def pod(self, task: Task) -> Object:
        """The pod of an attempt."""
        return pod_of(self.workflow, self.spec, task, self.globals)

    def result(self, pod: Pod) -> Result:
        """How a pod has ended."""
        found = self.seen.pod(self.made[pod.task, pod.attempt])
        code = _exit_code(found)
        if code != 0:
            return Result(exit_code=code)
        return Result(files=self._outputs(found))

    def _outputs(self, pod: Object | None) -> dict[str, str]:
        assert pod is not None
        result = self.api.get(f"{RESULTS}/{pod['metadata']['annotations'][NODE_ID]}")
        parameters = result["outputs"].get("parameters", [])
        return {one["valueFrom"]["path"]: one["value"] for one in parameters}

    def _make_pods(self) -> float:
        """Make those pods whose time has come; seconds until there may be another."""
        now, limit = time.monotonic(), self.spec.get("parallelism", 1 << 30)
        waiting: deque[Queued] = deque()
        while self.queue:
            queued = self.queue.popleft()
            if queued.after > now or self._active() >= limit:
                waiting.append(queued)
            else:
                self._make(queued)
        self.queue = waiting
        return min((one.after - now for one in waiting if one.after > now), default=5.0)

    def _active(self) -> int:
        return len(self.running) - len(self.queue)

    def _make(self, queued: Queued) -> None:
        body = self.pod(queued.task)
        name = pod_name(self.name, queued.task.template["name"], queued.task.node)
        try:
            self.seen.put(self.api.create(PODS, body))
        except ApiError as error:
            if error.reason != "AlreadyExists":
                raise Refused(f"pod {name}: {error}") from error
        self.made[queued.key] = name
        self.node_of[queued.key] = queued.task.node

    def _wait(self, seconds: float) -> list[Running]:
        """The attempts that have ended, as soon as there are any, or none when the time is over."""
        names = {
            self.made[key]: one
            for one in self.running
            if (key := (one.pod.task, one.pod.attempt)) in self.made
        }
        return [names[name] for name in self.seen.ended(names, seconds)]


def _pause(template: Template) -> float:
    """The backoff of a retry strategy, whose factor is 1 in all that flowc emits."""
    duration = template["retryStrategy"].get("backoff", {}).get("duration", "0")
    found = re.fullmatch(r"(\d+)(s|m|h)?", duration)
    assert found is not None, duration
    return int(found.group(1)) * {"s": 1, "m": 60, "h": 3600, None: 1}[found.group(2)]


def _exit_code(pod: Object | None) -> int:
    """Of `main`; when the executor failed or the pod is gone, that there is none."""
    if pod is None:
        return NO_CODE
    states = {one["name"]: one.get("state", {}) for one in pod["status"].get("containerStatuses", [])}
    ended = states.get("main", {}).get("terminated")
    if ended is None:
        return NO_CODE
    code: int = ended["exitCode"]
    return NO_CODE if code == 0 and pod["status"]["phase"] != "Succeeded" else code
