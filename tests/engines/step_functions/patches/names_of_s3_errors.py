"""Errors of `aws-sdk:s3:*` as Step Functions names them: `S3.NoSuchKeyException`."""

from __future__ import annotations

WHY = "a missing object gives `s3.NoSuchKeyException`, which no Retry or Catch written for AWS matches"


def apply() -> None:
    """Add S3 to moto's table of names."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service_aws_sdk as sdk,
    )

    sdk._SERVICE_ERROR_NAMES["s3"] = "S3"
