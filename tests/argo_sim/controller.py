"""The DAG controller: reconcile until nothing moves, let one pod end, reconcile again.

As Argo 4.1 does it (workflow/controller/dag.go, operator.go, scope.go):
- a `depends` is evaluated once every task it names has a fulfilled node; false makes the task Omitted;
- variables of tasks are resolved among the task's ancestors, and only what an ended task has put out is there;
- `withSequence` of count 0 is Skipped; a `when` that is false is Skipped;
- a failed task stops nothing beside it, whatever `failFast` says: `executeDAG` visits every leaf, and
  `assessDAGPhase` calls a DAG running while a node of it runs; its phase is that of its leaves (`dags.py`);
- outputs of a DAG are made when it has succeeded; `executeTemplate` ends at the hundredth level.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flowc.ir.trace import TaskId
from tests.argo_sim.dags import ancestors, leaf_phases
from tests.argo_sim.expressions import depends_on, evaluate, is_true, named_tasks
from tests.argo_sim.manifest import Manifest, Template, inputs_of
from tests.argo_sim.pods import Event, Pod, Refused, Result, Run, Runner
from tests.argo_sim.substitute import nested, substitute

MAX_NESTING = 100
HOOK = "hook"
FULFILLED = {"Succeeded", "Failed", "Skipped", "Omitted"}

Choice = Callable[[int], int]
"""Which of so many running pods ends next."""


@dataclass(slots=True)
class Node:
    """One node of the workflow's status."""

    phase: str = "Running"
    outputs: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    made: float = field(default_factory=time.time)
    """When, in seconds since 1970."""

    @property
    def is_fulfilled(self) -> bool:
        return self.phase in FULFILLED

    def results(self) -> dict[str, bool]:
        """What `depends` can ask about it."""
        return {result: self.phase == result for result in FULFILLED | {"Errored", "Daemoned"}}


@dataclass(slots=True)
class Running:
    """A pod that has started, and the node that waits for it."""

    node: Node
    template: Template
    pod: Pod


@dataclass(frozen=True, slots=True)
class Place:
    """Where a template is executed: the name of its node, its inputs, how deep it nests."""

    name: str
    inputs: dict[str, str]
    depth: int


class Controller:
    """One run of one manifest."""

    def __init__(self, manifest: Manifest, run: Runner, choose: Choice) -> None:
        self.manifest = manifest
        self.run_pod = run
        self.choose = choose
        self.nodes: dict[str, Node] = {}
        self.running: list[Running] = []
        self.events: list[Event] = []
        self.globals = {"workflow.name": "run-1", "workflow.uid": "uid-1", "workflow.parameters.json": "null"}
        for name, value in manifest.parameters().items():
            self.globals[f"workflow.parameters.{name}"] = value

    def run(self) -> Run:
        """Run the workflow to its end."""
        return Run(phase=self.with_exit_handler("flow"), events=tuple(self.events))

    def with_exit_handler(self, name: str) -> str:
        """Run the flow, then what is to run at its end whatever became of it; the phase: a handler can fail it."""
        phase = self.finish(self.manifest.entrypoint, name)
        if self.manifest.on_exit is None:
            return phase
        after = self.finish(self.manifest.on_exit, f"{name}.onExit")
        return phase if after == "Succeeded" else after

    def finish(self, template: str, name: str) -> str:
        """Execute a template to its end; the phase."""
        while True:
            root = self.execute(template, {}, name, 1)
            if root.is_fulfilled:
                assert not self.running, "the workflow ended while pods ran"
                return root.phase
            if not self.running:
                raise Refused("the workflow hangs: nothing runs, and it has not ended")
            self.step()

    def step(self) -> None:
        """Let something happen: here, one pod ends."""
        self.end(self.running.pop(self.choose(len(self.running))))

    def execute(self, template_name: str, arguments: dict[str, str], name: str, depth: int) -> Node:
        """Bring one node forward as far as it can go now."""
        node = self.nodes.get(name)
        if node is not None and node.is_fulfilled:
            return node
        template = self.manifest.template(template_name)
        if depth >= MAX_NESTING:
            raise Refused(f"{name} nests {MAX_NESTING} levels deep")
        place = Place(name, inputs_of(template, arguments), depth)
        if "dag" in template:
            node = self.nodes.setdefault(name, Node(inputs=place.inputs))
            self.dag(node, template, place)
        elif node is None:
            node = self.nodes[name] = Node(inputs=place.inputs)
            self.start(node, template, place.inputs, 0)
        return node

    # pods

    def start(self, node: Node, template: Template, inputs: dict[str, str], attempt: int) -> None:
        """Make a pod of a container template."""
        variables = self.globals | {f"inputs.parameters.{key}": value for key, value in inputs.items()}
        if "retryStrategy" in template:
            variables["retries"] = str(attempt)
        container = substitute(template["container"], variables)
        environment = substitute(self.manifest.environment_of(template), variables)
        python, code, *words = container["command"]
        assert (code.startswith("/"), bool(python)) == (True, True)
        step = task_of(words)
        files = tuple(one["valueFrom"]["path"] for one in template.get("outputs", {}).get("parameters", []))
        pod = Pod(
            task=TaskId(step, environment["FLOWC_PATH"]),
            attempt=attempt,
            outputs=files,
            parameters="FLOWC_PARAMETERS" in environment,
        )
        self.events.append(Event(kind="start", pod=pod))
        self.running.append(Running(node, {**template, "bound": inputs}, pod))

    def end(self, running: Running) -> None:
        """A pod ends: outputs are read, or the next attempt begins."""
        result = self.run_pod(running.pod)
        self.events.append(Event(kind="end", pod=running.pod, exit_code=result.exit_code))
        if result.exit_code == 0:
            running.node.outputs = _outputs(running.template, result)
            running.node.phase = "Succeeded"
        elif self.may_retry(running, result):
            attempt = running.pod.attempt + 1
            self.start(running.node, running.template, running.template["bound"], attempt)
        else:
            running.node.phase = "Failed"

    def may_retry(self, running: Running, result: Result) -> bool:
        """Whether the strategy of the template allows one more attempt."""
        strategy = running.template.get("retryStrategy")
        if strategy is None or running.pod.attempt >= int(strategy["limit"]):
            return False
        last = {"exitCode": str(result.exit_code), "status": "Failed"}
        return bool(evaluate(strategy.get("expression", "true"), {"lastRetry": last}))

    # DAGs

    def dag(self, node: Node, template: Template, place: Place) -> None:
        """One pass over the tasks of a DAG."""
        tasks = {task["name"]: task for task in template["dag"]["tasks"]}
        if len(tasks) != len(template["dag"]["tasks"]):
            raise Refused(f"template {template['name']} has a task twice")
        for task in template["dag"]["tasks"]:
            self.task(task, tasks, place)
        nodes = {name: self.nodes.get(f"{place.name}.{name}") for name in tasks}
        ended = {name: inner for name, inner in nodes.items() if inner is not None and inner.is_fulfilled}
        if len(ended) < len(tasks):
            return
        if "Failed" in leaf_phases(tasks, {name: inner.phase for name, inner in ended.items()}):
            node.phase = "Failed"
        else:
            node.outputs = self.dag_outputs(template, place, nodes)
            node.phase = "Succeeded"

    def task(self, task: Template, tasks: dict[str, Template], place: Place) -> None:
        """Bring one task of a DAG forward."""
        name = f"{place.name}.{task['name']}"
        node = self.nodes.get(name)
        if node is not None and node.is_fulfilled:
            return
        if node is None:
            if not self.is_ready(task, tasks, place):
                return
            if "depends" in task and not self.depends(task, place):
                self.nodes[name] = Node(phase="Omitted")
                return
        resolved = self.resolve(task, tasks, place)
        if "withSequence" in task:
            self.sequence(resolved, name, place)
        elif not is_true(resolved.get("when", "true")):
            self.nodes[name] = Node(phase="Skipped")
        else:
            self.execute(task["template"], _arguments(resolved), name, place.depth + 1)

    def is_ready(self, task: Template, tasks: dict[str, Template], place: Place) -> bool:
        """Whether every task that `depends` names has ended somehow."""
        for name in named_tasks(task.get("depends", "")):
            if name not in tasks:
                raise Refused(f"task {task['name']} depends on {name}, which does not exist")
            node = self.nodes.get(f"{place.name}.{name}")
            if node is None or not node.is_fulfilled:
                return False
        return True

    def depends(self, task: Template, place: Place) -> bool:
        names = named_tasks(task["depends"])
        return depends_on(
            task["depends"], {name: self.nodes[f"{place.name}.{name}"].results() for name in names}
        )

    def resolve(self, task: Template, tasks: dict[str, Template], place: Place) -> Template:
        """The task with its variables replaced, by what its ancestors have put out."""
        variables = self.globals | {f"inputs.parameters.{key}": value for key, value in place.inputs.items()}
        for ancestor in ancestors(task, tasks):
            node = self.nodes[f"{place.name}.{ancestor}"]
            for output, value in node.outputs.items():
                variables[f"tasks.{ancestor}.outputs.parameters.{output}"] = value
        if "withSequence" in task:
            variables["item"] = "{{item}}"
        resolved: Template = substitute(task, variables)
        return resolved

    def sequence(self, task: Template, name: str, place: Place) -> None:
        """A task for each number below the count; none at all is Skipped."""
        count = int(task["withSequence"]["count"])
        node = self.nodes.setdefault(name, Node())
        if count == 0:
            node.phase = "Skipped"
            return
        children = []
        is_pod = "dag" not in self.manifest.template(task["template"])
        for number in range(count):
            child = f"{name}({number})"
            known = self.nodes.get(child)
            if known is not None and (known.is_fulfilled or is_pod):
                children.append(known)  # nothing that is done here would change it
                continue
            item = substitute(task, {"item": str(number)})
            if is_true(item.get("when", "true")):
                children.append(self.execute(task["template"], _arguments(item), child, place.depth + 1))
        if all(child.is_fulfilled for child in children):
            failed = any(child.phase == "Failed" for child in children)
            node.phase = "Failed" if failed else "Succeeded"

    def dag_outputs(self, template: Template, place: Place, nodes: dict[str, Node | None]) -> dict[str, str]:
        """The outputs of a DAG that has succeeded, from what its tasks have put out."""
        tasks: dict[str, Any] = {}
        for name, node in nodes.items():
            assert node is not None
            tasks[name] = {"status": node.phase}
            if node.outputs:
                tasks[name]["outputs"] = {"parameters": node.outputs}
        environment = nested({f"inputs.parameters.{key}": value for key, value in place.inputs.items()})
        return {
            output["name"]: str(evaluate(output["valueFrom"]["expression"], environment | {"tasks": tasks}))
            for output in template.get("outputs", {}).get("parameters", [])
        }


def task_of(words: list[str]) -> str:
    """The step that a command runs; of that for the hooks, its own word."""
    if words == [HOOK]:
        return HOOK
    word, step = words
    assert word == "step"
    return step


def _outputs(template: Template, result: Result) -> dict[str, str]:
    outputs = {}
    for output in template.get("outputs", {}).get("parameters", []):
        path = output["valueFrom"]["path"]
        if path not in result.files:
            raise Refused(f"{template['name']} left no file {path}")
        outputs[output["name"]] = result.files[path]
    return outputs


def _arguments(task: Template) -> dict[str, str]:
    passed = task.get("arguments", {}).get("parameters", [])
    if len({one["name"] for one in passed}) != len(passed):
        raise Refused(f"task {task['name']} passes a parameter twice")
    return {one["name"]: one["value"] for one in passed}
