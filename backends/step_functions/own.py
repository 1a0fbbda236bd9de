"""The table `[step-functions]` of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowc.backends.protocol import TargetSettings
from flowc.diagnostics.record import record

TEXTS: Mapping[str, str] = {
    "queue": "Batch job queue: a name or an ARN",
    "job-role": "ARN of the role that the tasks have",
    "execution-role": "ARN of the role that starts containers: pulls images, writes logs",
    "state-machine-role": "ARN of the role of the state machine",
    "scheduler-role": "ARN of the role that EventBridge Scheduler starts runs with",
    "event-role": "ARN of the role that EventBridge starts runs with",
    "platform": "of Batch jobs: EC2 or FARGATE",
    "cluster": 'ECS cluster, with `compute = "ecs"`',
    "event-source": "source of the events that `@trigger` waits for",
    "map": "inline or distributed: how every foreach runs",
}
LISTS: Mapping[str, str] = {
    "subnets": "of tasks on Fargate",
    "security-groups": "of tasks on Fargate",
    "distributed": "steps whose foreach is wide and runs as a Distributed Map",
}
CONNECTION: Mapping[str, str] = {
    "region": "AWS region to deploy to",
    "aws-profile": "AWS profile of the credentials to deploy with",
    "endpoint-url": "where AWS's services answer, when it is not AWS",
}
"""What only `flowc deploy` and its kin read."""
CHOICES: Mapping[str, tuple[str, ...]] = {"platform": ("EC2", "FARGATE"), "map": ("inline", "distributed")}

EVENT_SOURCE = "flowc"


@record
class Own:
    """What is configured; None is not known, and becomes a parameter of the template."""

    queue: str | None = None
    job_role: str | None = None
    execution_role: str | None = None
    state_machine_role: str | None = None
    scheduler_role: str | None = None
    event_role: str | None = None
    platform: str = "EC2"
    cluster: str | None = None
    event_source: str = EVENT_SOURCE
    map: str | None = None
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    distributed: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: TargetSettings) -> Own:
        """The settings of a table that `problems` finds nothing wrong with."""
        found: dict[str, Any] = {}
        for name, value in settings.own.items():
            if name in TEXTS or name in LISTS:
                found[name.replace("-", "_")] = tuple(value) if name in LISTS else value
        return cls(**found)


def problems(table: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What is wrong in a table: the setting, and why."""
    found = [(name, why) for name, value in table.items() if (why := _problem(name, value)) is not None]
    return tuple(found)


def _problem(name: str, value: Any) -> str | None:
    if name in LISTS:
        is_list = isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        return None if is_list else "it is a list of strings"
    if name not in TEXTS and name not in CONNECTION:
        return "there is no such setting"
    if not isinstance(value, str) or not value:
        return "it is a string"
    allowed = CHOICES.get(name)
    return None if allowed is None or value in allowed else f"it is {' or '.join(allowed)}"
