"""Calls that Step Functions makes with a machine's role and that the interpreter of the tests has no need of.

From the developer guide: "IAM policies for integrated services" (Batch, ECS) and "Distributed Map".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.engines.step_functions.recording import arn

RULES = {
    "arn:aws:states:::batch:submitJob.sync": "StepFunctionsGetEventsForBatchJobsRule",
    "arn:aws:states:::ecs:runTask.sync": "StepFunctionsGetEventsForECSTaskRule",
}


def implied(machine: str, documents: Mapping[str, str]) -> list[Mapping[str, str]]:
    """The calls, for the machine of that ARN."""
    states = list(_states(json.loads(documents["state-machine.json"])))
    used = {state.get("Resource") for state in states}
    found = []
    for resource in sorted(used & set(RULES)):
        rule = arn("events", "rule", RULES[resource])
        found += [(f"events:{action}", rule) for action in ("PutTargets", "PutRule", "DescribeRule")]
    if any("Label" in state for state in states):
        executions = machine.replace(":stateMachine:", ":execution:")
        found.append(("states:StartExecution", machine))
        for child in (f"{executions}:some", f"{executions}/label:some"):
            found += [(f"states:{name}", child) for name in ("DescribeExecution", "StopExecution")]
        found.append(("states:RedriveExecution", f"{executions}/label:some"))
    if "arn:aws:states:::ecs:runTask.sync" in used:
        found += [("iam:PassRole", role) for role in _roles(documents)]
    return [{"action": action, "resource": resource} for action, resource in found]


def _roles(documents: Mapping[str, str]) -> Iterator[str]:
    for definition in json.loads(documents["job-definitions.json"]).values():
        for name in ("taskRoleArn", "executionRoleArn"):
            if name in definition:
                yield definition[name]


def _states(machine: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for state in machine["States"].values():
        yield state
        for body in (
            *state.get("Branches", ()),
            *([state["ItemProcessor"]] if "ItemProcessor" in state else ()),
        ):
            yield from _states(body)
