"""What an account has before a flow is deployed to it: a bucket, a queue, a cluster, roles."""

from __future__ import annotations

from dataclasses import dataclass

from tests.engines.step_functions.cloud import BUCKET, Cloud

ROLES = ("execution", "job", "ecs-agent", "scheduler", "events")


@dataclass(frozen=True, slots=True)
class Foundation:
    """The names that a flow's configuration refers to."""

    bucket: str
    queue: str
    cluster: str
    roles: dict[str, str]
    subnets: tuple[str, ...]


def lay(cloud: Cloud) -> Foundation:
    """Make all of it."""
    cloud.s3.create_bucket(Bucket=BUCKET)
    iam = cloud.client("iam")
    roles = {
        name: iam.create_role(RoleName=f"flowc-{name}", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        for name in ROLES
    }
    batch = cloud.client("batch")
    place = batch.create_compute_environment(
        computeEnvironmentName="environment", type="UNMANAGED", state="ENABLED", serviceRole=roles["job"]
    )["computeEnvironmentArn"]
    queue = batch.create_job_queue(
        jobQueueName="queue",
        state="ENABLED",
        priority=1,
        computeEnvironmentOrder=[{"order": 1, "computeEnvironment": place}],
    )["jobQueueArn"]
    cloud.client("ecs").create_cluster(clusterName="cluster")
    subnets = cloud.client("ec2").describe_subnets()["Subnets"]
    return Foundation(BUCKET, queue, "cluster", roles, (subnets[0]["SubnetId"],))
