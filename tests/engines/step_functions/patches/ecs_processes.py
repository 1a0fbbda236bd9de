"""ECS tasks as processes of this machine, with the exit code of their container."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

from tests.engines.step_functions.jobs import jobs

WHY = "moto's ECS tasks run nothing: they move to STOPPED as they are looked at, with exit code 0"


def apply() -> None:
    """Start a process for each task, and let it alone decide when the task has stopped."""
    from moto.ecs.models import EC2ContainerServiceBackend as Backend

    run = Backend.run_task

    def start(self: Any, *arguments: Any, **named: Any) -> Any:
        tasks = run(self, *_in_a_network_that_exists(self, arguments), **named)
        for task in tasks:
            task._transitions = [("RUNNING", "RUNNING"), ("STOPPED", "STOPPED")]
            task.stop_event = Event()
            definition = self.describe_task_definition(task.task_definition_arn)
            Thread(target=_run, args=(task, definition), daemon=True).start()
        return tasks

    def end(self: Any, cluster_str: str, task_str: str, reason: str) -> Any:
        task = next(
            one for one in self.tasks[cluster_str.rpartition("/")[2]].values() if one.task_arn == task_str
        )
        task.stopped_reason = reason
        task.stop_event.set()
        return task

    Backend.run_task, Backend.stop_task = start, end
    # Fargate containers need not say what memory they want; moto adds it up for machines that there are none of.
    Backend._calculate_task_resource_requirements = lambda *_: {
        "CPU": 0,
        "MEMORY": 0,
        "PORTS": [],
        "PORTS_UDP": [],
    }


def _in_a_network_that_exists(backend: Any, arguments: tuple[Any, ...]) -> list[Any]:
    """The arguments with a subnet of moto's own: what is asked for must be there, and is not looked up."""
    from moto.ec2.models import ec2_backends

    changed = list(arguments)
    if changed[7] is not None:
        assert changed[7]["awsvpcConfiguration"]["subnets"]
        subnet, *_ = ec2_backends[backend.account_id][backend.region_name].describe_subnets()
        changed[7] = {"awsvpcConfiguration": {"subnets": [subnet.id], "securityGroups": []}}
    return changed


def _run(task: Any, definition: Any) -> None:
    """The life of a task with one container."""
    (container,) = task.containers
    (defined,) = definition.container_definitions
    (override,) = [
        *(one for one in task.overrides.get("containerOverrides", ()) if one["name"] == container.name),
        {},
    ][:1]
    variables = {
        entry["name"]: entry["value"]
        for entry in (*(defined.get("environment") or ()), *override.get("environment", ()))
    }
    container.last_status = "RUNNING"
    ended = jobs().run(
        task.id,
        getattr(definition, "task_role_arn", ""),
        [*defined.get("entryPoint", ()), *(override.get("command") or defined.get("command") or ())],
        {"ECS_CONTAINER_METADATA_URI_V4": "", **variables},
        seconds=None,
        stop=task.stop_event,
    )
    container.exitCode = ended.code
    container.last_status = "STOPPED"
    task.stopped_reason = task.stopped_reason or "Essential container in task exited"
    task.desired_status = "STOPPED"
    task.last_status = "STOPPED"
    jobs().ends.tell()
