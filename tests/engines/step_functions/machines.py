"""Small state machines and what they need, for tests of the cloud itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from typing import Any

from tests.engines.step_functions.cloud import Cloud
from tests.engines.step_functions.foundation import Foundation

SUBMIT = "arn:aws:states:::batch:submitJob.sync"
RUN_TASK = "arn:aws:states:::ecs:runTask.sync"
NUMBERS = count(1)


def job_definition(cloud: Cloud, base: Foundation) -> str:
    """A definition whose command is always overridden."""
    found: str = cloud.client("batch").register_job_definition(
        jobDefinitionName="any",
        type="container",
        containerProperties={
            "image": "python",
            "command": ["false"],
            "jobRoleArn": base.roles["job"],
            "resourceRequirements": [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "512"}],
        },
    )["jobDefinitionArn"]
    return found


def task_definition(cloud: Cloud, base: Foundation) -> str:
    """The same for ECS, with a container `task`."""
    found: str = cloud.client("ecs").register_task_definition(
        family="any",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        taskRoleArn=base.roles["job"],
        containerDefinitions=[{"name": "task", "image": "python", "command": ["false"]}],
    )["taskDefinition"]["taskDefinitionArn"]
    return found


def job(cloud: Cloud, base: Foundation, code: str, **fields: Any) -> dict[str, Any]:
    """A state that runs Python code as a Batch job; fields are the state's."""
    return {
        "Type": "Task",
        "Resource": SUBMIT,
        "Arguments": {
            "JobName": "any",
            "JobQueue": base.queue,
            "JobDefinition": job_definition(cloud, base),
            "ContainerOverrides": {
                "Command": ["python", "-c", code],
                "Environment": [
                    {"Name": "ATTEMPT", "Value": "{% $string($states.context.State.RetryCount) %}"}
                ],
            },
        },
        "Output": {"code": "{% $states.result.Container.ExitCode %}"},
        "End": True,
        **fields,
    }


def task(cloud: Cloud, base: Foundation, code: str, **fields: Any) -> dict[str, Any]:
    """The same as a Fargate task."""
    return {
        "Type": "Task",
        "Resource": RUN_TASK,
        "Arguments": {
            "Cluster": base.cluster,
            "LaunchType": "FARGATE",
            "TaskDefinition": task_definition(cloud, base),
            "NetworkConfiguration": {
                "AwsvpcConfiguration": {"Subnets": list(base.subnets), "SecurityGroups": []}
            },
            "Overrides": {"ContainerOverrides": [{"Name": "task", "Command": ["python", "-c", code]}]},
        },
        "Output": {"code": "{% $states.result.Containers[0].ExitCode %}"},
        "End": True,
        **fields,
    }


def create(cloud: Cloud, base: Foundation, *states: Mapping[str, Any]) -> str:
    """A machine with these states, `s0` first; its ARN."""
    machine = {
        "QueryLanguage": "JSONata",
        "StartAt": "s0",
        "States": {f"s{number}": state for number, state in enumerate(states)},
    }
    found: str = cloud.states.create_state_machine(
        name=f"machine-{next(NUMBERS)}",
        definition=json.dumps(machine),
        roleArn=base.roles["execution"],
        publish=True,
    )["stateMachineArn"]
    return found


def outcome(cloud: Cloud, machine: str, given: Any = None, seconds: float = 20.0) -> Any:
    """The output of an execution, or its error."""
    execution = cloud.states.start_execution(
        stateMachineArn=machine, name=f"run-{next(NUMBERS)}", input=json.dumps(given or {})
    )["executionArn"]
    found = cloud.wait(execution, seconds)
    return json.loads(found["output"]) if found["status"] == "SUCCEEDED" else found["status"], found.get(
        "error"
    )
