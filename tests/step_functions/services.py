"""What a machine calls in the tests: a store in memory, and jobs that decide as an oracle says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flowc.ir.flow import Flow, Foreach, StepId, Switch, targets
from flowc.ir.trace import Outcomes, TaskId
from flowc.package.plan import plan_of
from flowc.runtime_shim.about import flow_keys
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.store.documents import seal
from flowc.runtime_shim.store.layout import FlowKeys
from tests.step_functions.expressions import Failed


def keys_of(flow: Flow) -> FlowKeys:
    """Where the shim keeps the flow, by its own words."""
    keys: FlowKeys = flow_keys(Plan(plan_of(flow)))
    return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A task that started, or ended: well or not."""

    kind: str
    task: TaskId
    ok: bool = True
    attempt: int = 0


@dataclass(slots=True, kw_only=True)
class Services:
    """Batch, ECS and S3. `failures`: how many attempts of a task fail. `throttled`: refusals before each job."""

    flow: Flow
    outcomes: Outcomes
    definitions: Mapping[str, Mapping[str, Any]]
    failures: Mapping[TaskId, int] = field(default_factory=dict)
    throttled: int = 0
    unreadable: int = 0
    """How often the list of a Distributed Map cannot be read before it can."""
    damaged: frozenset[TaskId] = frozenset()
    objects: dict[str, bytes] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    started_with: set[TaskId] = field(default_factory=set)
    """The tasks that were given the parameters."""
    runs: set[tuple[str, str]] = field(default_factory=set)
    """The run ids and ARNs that tasks were given."""
    hooks: list[tuple[str, str, int]] = field(default_factory=list)
    """The calls of hooks: run, ARN, and how many events of tasks came before."""
    hooks_fail: bool = False
    keys: FlowKeys = field(init=False)

    def __post_init__(self) -> None:
        self.keys = keys_of(self.flow)

    def call(self, resource: str, arguments: dict[str, Any]) -> Any:
        match resource.removeprefix("arn:aws:states:::"):
            case "aws-sdk:s3:putObject":
                self.objects[f"{arguments['Bucket']}/{arguments['Key']}"] = json.dumps(
                    arguments["Body"]
                ).encode()
                return {"ETag": "x"}
            case "aws-sdk:s3:getObject":
                return {"Body": self.read(arguments)}
            case "batch:submitJob.sync":
                return self.batch(arguments)
            case "ecs:runTask.sync":
                return self.ecs(arguments)
        raise AssertionError(f"no service {resource}")

    def read(self, arguments: dict[str, Any]) -> str:
        key = f"{arguments['Bucket']}/{arguments['Key']}"
        if key not in self.objects:
            raise Failed("S3.NoSuchKeyException", key)
        first, last = arguments["Range"].removeprefix("bytes=").split("-")
        return self.objects[key][int(first) : int(last) + 1].decode()

    def items(self, key: str) -> bytes:
        """What a reader of items gets."""
        if key not in self.objects or self.unreadable:
            self.unreadable -= key in self.objects
            raise Failed("States.ItemReaderFailed", key)
        return self.objects[key]

    def batch(self, arguments: dict[str, Any]) -> Any:
        """Batch puts parameters, defaults first, into the command, and merges the variables."""
        definition = self.definitions[arguments["JobDefinition"][2:-1]]
        container = definition["containerProperties"]
        parameters = {**definition["parameters"], **arguments["Parameters"]}
        assert all(isinstance(value, str) for value in parameters.values()), parameters
        command = [
            parameters[word.removeprefix("Ref::")] if word.startswith("Ref::") else word
            for word in container["command"]
        ]
        assert len(arguments["JobName"]) <= 128
        variables = {each["name"]: each["value"] for each in container["environment"]}
        for each in arguments.get("ContainerOverrides", {}).get("Environment", ()):
            variables[each["Name"]] = each["Value"]
        if self.run(command, variables):
            raise Failed("States.TaskFailed", "the job failed")
        return {"JobId": "1"}

    def ecs(self, arguments: dict[str, Any]) -> Any:
        definition = self.definitions[arguments["TaskDefinition"][2:-1]]
        (container,) = definition["containerDefinitions"]
        (override,) = arguments["Overrides"]["ContainerOverrides"]
        variables = {each["name"]: each["value"] for each in container["environment"]}
        variables |= {each["Name"]: each["Value"] for each in override.get("Environment", ())}
        code = self.run([*container["entryPoint"], *override["Command"]], variables)
        return {"Containers": [{"ExitCode": code}]}

    def run(self, command: list[str], variables: dict[str, str]) -> int:
        """What the shim does, as far as the machine can see it."""
        if self.throttled:
            self.throttled -= 1
            raise Failed("Batch.AWSBatchException", "Too Many Requests")
        if "hook" in command:
            return self.hook(command[command.index("hook") + 1 :])
        step, *rest = command[command.index("step") + 1 :]
        options = dict(zip(rest[::2], rest[1::2], strict=True))
        self.runs.add((options["--run-id"], options["--run-uid"]))
        task, attempt = TaskId(step, options["--path"]), int(options.get("--attempt", "0"))
        if "FLOWC_PARAMETERS_KEY" in variables:
            self.started_with.add(task)
            store = variables["FLOWC_STORE"].removeprefix("s3://")
            json.loads(self.objects[f"{store}/{variables['FLOWC_PARAMETERS_KEY']}"])
        self.events.append(Event(kind="start", task=task, attempt=attempt))
        failed = attempt < self.failures.get(task, 0)
        if not failed:
            self.keep(task, options["--run-id"], variables)
        self.events.append(Event(kind="end", task=task, ok=not failed, attempt=attempt))
        return 1 if failed else 0

    def hook(self, rest: list[str]) -> int:
        """What calls the functions of `@exit_hook`: they are to be called once, after all else."""
        options = dict(zip(rest[::2], rest[1::2], strict=True))
        self.hooks.append((options["--run-id"], options["--run-uid"], len(self.events)))
        return 1 if self.hooks_fail else 0

    def keep(self, task: TaskId, run: str, variables: dict[str, str]) -> None:
        """The winner, as the shim seals it, with many artifacts; and the indices, when they are asked for."""
        transition = next(step for step in self.flow.steps if step.id == StepId(task.step)).transition
        keys = self.keys.run(run).task(task.step, task.path)
        store = variables["FLOWC_STORE"].removeprefix("s3://")
        winner: dict[str, Any] = {
            "step": task.step,
            "artifacts": {"next": {"next": "nowhere", "splits": 77}, "splits": {"size": 1}},
            "parents": ["x/r"] * 5,
        }
        if isinstance(transition, Foreach):
            count = winner["splits"] = self.outcomes.splits(task)
            if variables.get("FLOWC_INDICES"):
                listed = json.dumps(list(range(count))).encode()
                self.objects[f"{store}/{keys.indices}"] = listed
        if isinstance(transition, Switch) and len(targets(transition)) > 1:
            winner["next"] = self.outcomes.choose(task, targets(transition))
        text = b"garbled" if task in self.damaged else seal(winner)
        self.objects[f"{store}/{keys.winner}"] = text
