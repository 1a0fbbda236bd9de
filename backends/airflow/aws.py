"""Jobs of AWS Batch and tasks of Amazon ECS: what all have, and what a step has besides."""

from __future__ import annotations

import math

from flowc.backends.airflow.config import Own
from flowc.backends.fargate import size
from flowc.ir.flow import Step
from flowc.ir.settings import Resources
from flowc.ir.values import Json

CORE = 1024
"""Units of a core in ECS."""

GRACE = 60
"""Seconds that Batch waits longer than `@timeout`, which the task itself keeps."""

SHORTEST_ATTEMPT = 60
"""Seconds; Batch takes no time limit below."""


def job(own: Own) -> dict[str, Json]:
    """Arguments of every job."""
    return {
        "job_queue": own.job_queue,
        "job_definition": own.job_definition,
        "aws_conn_id": own.aws_conn_id,
    }


def job_of_step(step: Step) -> dict[str, Json]:
    """What differs for a step: its queue, its resources, its variables and its time, `seconds` from its start."""
    batch = step.settings.batch
    found: dict[str, Json] = {}
    if batch is not None and batch.queue:
        found["job_queue"] = batch.queue
    overrides: dict[str, Json] = {}
    if step.settings.environment:
        overrides["environment"] = _environment(step)
    resources = step.settings.resources
    if resources != Resources():
        overrides["resourceRequirements"] = _requirements(resources)
    if overrides:
        found["container_overrides"] = overrides
    if step.settings.timeout is not None:
        found["seconds"] = max(SHORTEST_ATTEMPT, step.settings.timeout.seconds + GRACE)
    return found


def task(own: Own) -> dict[str, Json]:
    """Arguments of every task."""
    network = {
        "awsvpcConfiguration": {"subnets": list(own.subnets), "securityGroups": list(own.security_groups)}
    }
    return {
        "cluster": own.cluster,
        "task_definition": own.task_definition,
        "container_name": own.container_name,
        "launch_type": own.launch_type,
        "aws_conn_id": own.aws_conn_id,
        **({"network_configuration": network} if own.subnets else {}),
    }


def task_of_step(step: Step, own: Own) -> dict[str, Json]:
    """What differs for a step: its resources, for the container and the task around it."""
    override: dict[str, Json] = {}
    if step.settings.environment:
        override["environment"] = _environment(step)
    resources = step.settings.resources
    if resources != Resources():
        cpu, memory = _size(resources, own)
        override["container"] = _container(resources, cpu, memory)
        override["cpu"] = str(cpu)
        override["memory"] = str(memory)
    return {"override": override} if override else {}


def _size(resources: Resources, own: Own) -> tuple[int, int]:
    """Units of a core and MiB: a size that Fargate has, and on EC2 as asked."""
    found = size(resources) if own.launch_type == "FARGATE" else None
    cpu, memory = found or (resources.cpu, resources.memory)
    return round(float(cpu) * CORE), memory


def _container(resources: Resources, cpu: int, memory: int) -> dict[str, Json]:
    found: dict[str, Json] = {"cpu": cpu, "memory": memory}
    if resources.gpu:
        found["resourceRequirements"] = [{"type": "GPU", "value": str(resources.gpu)}]
    return found


def _environment(step: Step) -> list[Json]:
    return [{"name": name, "value": value} for name, value in step.settings.environment]


def _requirements(resources: Resources) -> list[Json]:
    """Whole cores, as jobs on EC2 want them; Fargate has them, too."""
    found: list[Json] = [
        {"type": "VCPU", "value": str(max(1, math.ceil(float(resources.cpu))))},
        {"type": "MEMORY", "value": str(resources.memory)},
    ]
    if resources.gpu:
        found.append({"type": "GPU", "value": str(resources.gpu)})
    return found
