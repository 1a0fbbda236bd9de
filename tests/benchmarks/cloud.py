"""What Metaflow asks AWS for before it compiles for Step Functions: a bucket, and a queue of Batch.

Run by the peer's interpreter, against the server that `AWS_ENDPOINT_URL` names:
`python cloud.py BUCKET QUEUE ROLE`.
"""

from __future__ import annotations

import sys

import boto3


def main(bucket: str, queue: str, role: str) -> None:
    """Make all that is needed."""
    boto3.client("s3").create_bucket(Bucket=bucket)
    iam, batch = boto3.client("iam"), boto3.client("batch")
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    profile = iam.create_instance_profile(InstanceProfileName=role)["InstanceProfile"]["Arn"]
    machines = batch.create_compute_environment(
        computeEnvironmentName=queue,
        type="MANAGED",
        computeResources={**_network(), "type": "EC2", "minvCpus": 0, "maxvCpus": 4, "instanceRole": profile}
        | {"desiredvCpus": 0, "instanceTypes": ["optimal"]},
        serviceRole=arn,
    )
    order = [{"order": 1, "computeEnvironment": machines["computeEnvironmentArn"]}]
    batch.create_job_queue(jobQueueName=queue, state="ENABLED", priority=1, computeEnvironmentOrder=order)


def _network() -> dict[str, list[str]]:
    ec2 = boto3.client("ec2")
    return {
        "subnets": [ec2.describe_subnets()["Subnets"][0]["SubnetId"]],
        "securityGroupIds": [ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
