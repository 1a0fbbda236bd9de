"""The policies of the four roles: of the machine, of its tasks, of its schedule and of its events.

Each allows what its holder does and no more, on the objects of this flow where the service can tell them apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from flowc.backends.bootstrap import package_key
from flowc.backends.protocol import Request
from flowc.backends.step_functions.definitions import JobDefinitions, delivery
from flowc.backends.step_functions.machine import distributed_of
from flowc.backends.step_functions.names import machine_name
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.place import Place
from flowc.backends.step_functions.placeholders import (
    CLUSTER,
    EXECUTION_ROLE,
    JOB_ROLE,
    QUEUE,
    arn,
    bucket_arn,
)
from flowc.ir.flow import Foreach, Switch
from flowc.ir.values import Json


def policies_of(request: Request, definitions: JobDefinitions) -> dict[str, Json]:
    """By role: who may take it, and what it may do."""
    roles: dict[str, Json] = {
        "state-machine": _role("states.amazonaws.com", _machine(request, definitions)),
        "job": _role("ecs-tasks.amazonaws.com", _job(request)),
    }
    start = [_allow(["states:StartExecution"], [_machine_arn(request)])]
    if request.flow.schedule is not None:
        roles["scheduler"] = _role("scheduler.amazonaws.com", start)
    if request.flow.trigger is not None or request.flow.trigger_on_finish is not None:
        roles["event"] = _role("events.amazonaws.com", start)
    return roles


def _role(service: str, statements: Sequence[Json]) -> Json:
    taken: Json = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [taken]},
        "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)},
    }


def _allow(actions: Sequence[str], resources: Sequence[str], condition: Json = None) -> Json:
    found: dict[str, Json] = {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
    return {**found, "Condition": condition} if condition else found


def _machine(request: Request, definitions: JobDefinitions) -> list[Json]:
    place = Place.of(request.flow, request.settings)
    runs = f"{place.prefix}{place.flow.root}/runs/*"
    statements = [
        *(_ecs(request, definitions) if request.settings.compute == "ecs" else _batch(request)),
        _allow(["s3:PutObject"], [bucket_arn(place.bucket, f"{runs}/input.json")]),
    ]
    read = _objects_read(request)
    if read:
        statements.append(
            _allow(["s3:GetObject"], [bucket_arn(place.bucket, f"{runs}/tasks/*/{name}") for name in read])
        )
    if distributed_of(request):
        name = machine_name(request.flow)
        statements.append(_allow(["states:StartExecution"], [_machine_arn(request)]))
        statements.append(
            _allow(
                ["states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"],
                # the guide names the first form, and children of a labelled Map Run have the second
                [arn("states", f"execution:{name}:*"), arn("states", f"execution:{name}/*")],
            )
        )
    return statements


def _objects_read(request: Request) -> list[str]:
    """What the machine reads of tasks: winners of those that count or choose, the indices of a wide foreach."""
    distributed = distributed_of(request)
    ways = [step.transition for step in request.flow.steps if str(step.id) not in distributed]
    winners = any(
        isinstance(way, Foreach) or (isinstance(way, Switch) and len({case.target for case in way.cases}) > 1)
        for way in ways
    )
    return [*(["winner.json"] if winners else []), *(["indices.json"] if distributed else [])]


def _batch(request: Request) -> list[Json]:
    """Submitting a job, and the rule that tells the machine when it has ended."""
    definition = arn("batch", f"job-definition/{machine_name(request.flow)}*")
    submit = ["batch:SubmitJob"]
    tagged = any(
        step.settings.batch and step.settings.batch.options.get("aws_batch_tags")
        for step in request.flow.steps
    )
    return [
        _allow(submit, [*_queues(request), definition]),
        *([_allow(["batch:TagResource"], [arn("batch", "job/*")])] if tagged else []),
        _allow(["batch:DescribeJobs"], ["*"]),
        _allow(["batch:TerminateJob"], [arn("batch", "job/*")]),
        _events("StepFunctionsGetEventsForBatchJobsRule"),
    ]


def _queues(request: Request) -> list[str]:
    own = Own.of(request.settings)
    asked = [step.settings.batch.queue for step in request.flow.steps if step.settings.batch]
    default = own.queue or QUEUE
    names = dict.fromkeys((default, *(name for name in asked if name)))
    return [
        name if name.startswith("arn:") or name == QUEUE else arn("batch", f"job-queue/{name}")
        for name in names
    ]


def _ecs(request: Request, definitions: JobDefinitions) -> list[Json]:
    own = Own.of(request.settings)
    cluster = own.cluster or CLUSTER
    family = arn("ecs", f"task-definition/{machine_name(request.flow)}*")
    in_cluster: Json = None
    if cluster.startswith("arn:"):
        in_cluster = {"ArnEquals": {"ecs:cluster": cluster}}
    passed = sorted({role for each in definitions.all() for role in _roles(each.properties)})
    return [
        _allow(["ecs:RunTask"], [family], in_cluster),
        _allow(["ecs:StopTask", "ecs:DescribeTasks"], ["*"], in_cluster),
        _allow(["iam:PassRole"], passed or [own.job_role or JOB_ROLE, own.execution_role or EXECUTION_ROLE]),
        _events("StepFunctionsGetEventsForECSTaskRule"),
    ]


def _roles(properties: Json) -> list[str]:
    text = json.loads(json.dumps(properties))
    return [value for name, value in text.items() if name in ("taskRoleArn", "executionRoleArn")]


def _events(rule: str) -> Json:
    return _allow(
        ["events:PutTargets", "events:PutRule", "events:DescribeRule"], [arn("events", f"rule/{rule}")]
    )


def _job(request: Request) -> list[Json]:
    """The store, as far as the flow's own keys go; its code package; the secrets that it names."""
    place = Place.of(request.flow, request.settings)
    own = f"{place.prefix}{place.flow.root}/*"
    found = [
        _allow(["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"], [bucket_arn(place.bucket, own)]),
        _allow(
            ["s3:ListBucket"],
            [bucket_arn(place.bucket)],
            # without a prefix too: only who may list is told that an object is missing, not that it is forbidden
            {"StringLikeIfExists": {"s3:prefix": [own]}},
        ),
    ]
    if delivery(request) == "store":
        code = f"{place.prefix}{package_key('*')}"
        found.append(_allow(["s3:GetObject"], [bucket_arn(place.bucket, code)]))
    return found + _secrets(request)


def _secrets(request: Request) -> list[Json]:
    """Reading what `@secrets` names in AWS: with the rights of the task, or of a role that it takes for that."""
    sources = [
        (source, source.options.get("role") or step.settings.secrets.role)
        for step in request.flow.steps
        if step.settings.secrets is not None
        for source in step.settings.secrets.sources
        if source.type in (None, "aws-secrets-manager")
    ]
    names = sorted({source.id for source, role in sources if not role})
    roles = sorted({str(role) for _, role in sources if role})
    read = [name if name.startswith("arn:") else arn("secretsmanager", f"secret:{name}-*") for name in names]
    return [
        *([_allow(["secretsmanager:GetSecretValue"], read)] if read else []),
        *([_allow(["sts:AssumeRole"], roles)] if roles else []),
    ]


def _machine_arn(request: Request) -> str:
    return arn("states", f"stateMachine:{machine_name(request.flow)}")
