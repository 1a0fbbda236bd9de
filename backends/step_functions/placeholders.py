"""What stands for things that are not known when a flow is compiled.

All have the form that CloudFormation substitutes, `${Name}`. Names with `Flowc` are parameters or resources of the
template; `flowc deploy` puts in what is configured, or what it has made.
"""

from __future__ import annotations

MARK = "${Flowc"
"""How every one of flowc's own begins: no text of the user's may hold it."""

BUCKET = "${FlowcStoreBucket}"
IMAGE = "${FlowcImage}"
QUEUE = "${FlowcJobQueue}"
JOB_ROLE = "${FlowcJobRole}"
EXECUTION_ROLE = "${FlowcExecutionRole}"
MACHINE_ROLE = "${FlowcStateMachineRole}"
SCHEDULER_ROLE = "${FlowcSchedulerRole}"
EVENT_ROLE = "${FlowcEventRole}"
CLUSTER = "${FlowcCluster}"
SUBNET = "${FlowcSubnet}"
SECURITY_GROUP = "${FlowcSecurityGroup}"
MACHINE = "${FlowcStateMachine}"
"""The ARN of the machine itself."""

MEANINGS = {
    "FlowcStoreBucket": "bucket of the artifact store",
    "FlowcImage": "image of every step that names none",
    "FlowcJobQueue": "ARN of the Batch job queue",
    "FlowcJobRole": "ARN of the role that the tasks have",
    "FlowcExecutionRole": "ARN of the role that starts containers",
    "FlowcStateMachineRole": "ARN of the role of the state machine",
    "FlowcSchedulerRole": "ARN of the role that EventBridge Scheduler starts runs with",
    "FlowcEventRole": "ARN of the role that EventBridge starts runs with",
    "FlowcCluster": "ECS cluster",
    "FlowcSubnet": "subnet of the tasks",
    "FlowcSecurityGroup": "security group of the tasks",
}
"""Parameters of the template, in its order."""

SETTINGS = {
    "FlowcStoreBucket": "store",
    "FlowcImage": "image",
    "FlowcJobQueue": "step-functions.queue",
    "FlowcJobRole": "step-functions.job-role",
    "FlowcExecutionRole": "step-functions.execution-role",
    "FlowcStateMachineRole": "step-functions.state-machine-role",
    "FlowcSchedulerRole": "step-functions.scheduler-role",
    "FlowcEventRole": "step-functions.event-role",
    "FlowcCluster": "step-functions.cluster",
    "FlowcSubnet": "step-functions.subnets",
    "FlowcSecurityGroup": "step-functions.security-groups",
}
"""The setting that makes each unnecessary."""


def name_of(placeholder: str) -> str:
    """`FlowcImage` of `${FlowcImage}`."""
    return placeholder[2:-1]


def found_in(text: str) -> tuple[str, ...]:
    """The parameters whose placeholders a text holds, in their order."""
    return tuple(name for name in MEANINGS if f"${{{name}}}" in text)


def arn(service: str, resource: str) -> str:
    """An ARN in the account and region of the machine."""
    return f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}"


def bucket_arn(bucket: str, key: str = "") -> str:
    """The ARN of a bucket, or of objects in it."""
    return f"arn:${{AWS::Partition}}:s3:::{bucket}" + (f"/{key}" if key else "")
