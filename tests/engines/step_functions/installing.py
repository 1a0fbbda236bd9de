"""Put what flowc emits into the cloud, byte for byte; names that stand for what is not known yet are filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flowc.backends.bootstrap import package_key
from flowc.backends.protocol import Request
from tests.engines.step_functions.cloud import BUCKET, Cloud
from tests.engines.step_functions.compiling import PREFIX, role

MACHINE = "state-machine.json"
DEFINITIONS = "job-definitions.json"


def install(cloud: Cloud, asked: Request, documents: Mapping[str, str], name: str) -> str:
    """Upload the package, register the job definitions, create or update the machine of that name; its ARN."""
    cloud.s3.put_object(
        Bucket=BUCKET, Key=f"{PREFIX}/{package_key(asked.package.digest)}", Body=asked.package.data
    )
    definition = documents[MACHINE]
    for placeholder, properties in json.loads(documents[DEFINITIONS]).items():
        definition = definition.replace(f"${{{placeholder}}}", _register(cloud, properties))
    assert "${" not in definition, definition
    return _machine(cloud, name, definition)


def _register(cloud: Cloud, properties: Mapping[str, Any]) -> str:
    if "jobDefinitionName" in properties:
        found: str = cloud.client("batch").register_job_definition(**properties)["jobDefinitionArn"]
        return found
    task: str = cloud.client("ecs").register_task_definition(**properties)["taskDefinition"][
        "taskDefinitionArn"
    ]
    return task


def _machine(cloud: Cloud, name: str, definition: str) -> str:
    arn = f"arn:aws:states:us-east-1:123456789012:stateMachine:{name}"
    try:
        cloud.states.update_state_machine(stateMachineArn=arn, definition=definition, publish=True)
    except cloud.states.exceptions.StateMachineDoesNotExist:
        cloud.states.create_state_machine(
            name=name, definition=definition, roleArn=role("execution"), publish=True
        )
    return arn
