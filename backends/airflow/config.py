"""The table `[airflow]` of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, cast

from flowc.backends.protocol import Executor, TargetSettings
from flowc.diagnostics.record import record
from flowc.ir.regions import Name

TEXTS: Mapping[str, str] = {
    "xcom-image": "image of the sidecar that hands Airflow what a pod tells",
    "job-queue": "queue of AWS Batch",
    "job-definition": "job definition of AWS Batch",
    "cluster": "cluster of Amazon ECS",
    "task-definition": "task definition of Amazon ECS",
    "container-name": "container in the task definition that runs the step",
    "launch-type": "EC2 or FARGATE",
    "aws-conn-id": "Airflow's connection to AWS",
}
NUMBERS: Mapping[str, str] = {
    "max-map-length": "[core] max_map_length of the deployment",
    "startup-seconds": "seconds that a pod or a task of ECS may take to start",
}
SWITCHES: Mapping[str, str] = {
    "deferrable": "whether waiting is left to Airflow's triggerer; for AWS that takes the package aiobotocore"
}
LISTS: Mapping[str, str] = {"subnets": "of tasks of ECS", "security-groups": "of tasks of ECS"}
TABLES: Mapping[str, str] = {
    "loop-bounds": "most passes of a loop, by its first step: it is then unrolled",
    "steps": "`executor` of a step, by its name",
}
CONNECTION: Mapping[str, str] = {
    "server": "where Airflow's API answers",
    "dags": "the DAG folder: a folder or s3://, gs://, az://",
    "username": "who deploys",
    "live-within": "seconds to wait until a build is live",
}
"""What only `flowc deploy` and its kin read."""


@record
class Own:
    """What is Airflow's alone. A loop is unrolled as often as `loop_bounds` says of its first step."""

    loop_bounds: Mapping[Name, int] = field(default_factory=dict)
    max_map_length: int = 1024
    startup_seconds: int = 600
    deferrable: bool = True
    xcom_image: str | None = None
    job_queue: str | None = None
    job_definition: str | None = None
    cluster: str | None = None
    task_definition: str | None = None
    container_name: str | None = None
    launch_type: str = "FARGATE"
    aws_conn_id: str = "aws_default"
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    steps: Mapping[Name, Executor] = field(default_factory=dict)


def read(settings: TargetSettings) -> Own:
    """The table, once `check` has found nothing wrong with it."""
    own = settings.own
    found: dict[str, Any] = {
        name.replace("-", "_"): own[name] for name in (*TEXTS, *NUMBERS, *SWITCHES) if name in own
    }
    found.update({name.replace("-", "_"): tuple(own[name]) for name in LISTS if name in own})
    steps = {name: table["executor"] for name, table in own.get("steps", {}).items() if "executor" in table}
    return Own(
        **found,
        loop_bounds=dict(own.get("loop-bounds", {})),
        steps=cast("Mapping[Name, Executor]", steps),
    )
