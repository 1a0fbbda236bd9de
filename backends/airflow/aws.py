"""Jobs of AWS Batch and tasks of Amazon ECS: what all have, and what a step has besides."""

from __future__ import annotations

from flowc.backends.airflow.config import Own
from flowc.ir.flow import Step
from flowc.ir.settings import Resources
from flowc.ir.values import Json


def job(own: Own) -> dict[str, Json]:
    """Arguments of every job."""
    return {
        "job_queue": own.job_queue,
        "job_definition": own.job_definition,
        "aws_conn_id": own.aws_conn_id,
        "deferrable": own.deferrable,
    }


def job_of_step(step: Step) -> dict[str, Json]:
    """What differs for a step: its queue and its resources."""
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
        "deferrable": own.deferrable,
        **({"network_configuration": network} if own.subnets else {}),
    }


def task_of_step(step: Step) -> dict[str, Json]:
    """What differs for a step: its resources, for the container and the task around it."""
    override: dict[str, Json] = {}
    if step.settings.environment:
        override["environment"] = _environment(step)
    resources = step.settings.resources
    if resources != Resources():
        units = round(float(resources.cpu) * 1024)
        override["container"] = {"cpu": units, "memory": resources.memory}
        override["cpu"] = str(units)
        override["memory"] = str(resources.memory)
    return {"override": override} if override else {}


def _environment(step: Step) -> list[Json]:
    return [{"name": name, "value": value} for name, value in step.settings.environment]


def _requirements(resources: Resources) -> list[Json]:
    found: list[Json] = [
        {"type": "VCPU", "value": resources.cpu},
        {"type": "MEMORY", "value": str(resources.memory)},
    ]
    if resources.gpu:
        found.append({"type": "GPU", "value": str(resources.gpu)})
    return found
