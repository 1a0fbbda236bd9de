"""One client for each service and role, that signs with the role's key."""

from __future__ import annotations

from functools import cache
from threading import Lock
from types import SimpleNamespace
from typing import Any

from tests.engines.step_functions.jobs import signer

WHY = "moto makes a client for each task, which takes longer than the task, and signs all of them alike"

LOCK = Lock()


def apply() -> None:
    """Replace the function in every module that has taken it by name."""
    import sys

    from moto.stepfunctions.parser.asl.utils import boto_client

    original = boto_client.boto_client_for
    boto_client.boto3 = SimpleNamespace(client=_client)

    def client_for(region: str, service: str, state_credentials: Any = None) -> Any:
        with LOCK:
            return kept(region, service, getattr(state_credentials, "role_arn", ""))

    @cache
    def kept(region: str, service: str, role: str) -> Any:
        ROLE[:] = [role]
        return original(region, service)

    for module in list(sys.modules.values()):
        if getattr(module, "boto_client_for", None) is original:
            module.boto_client_for = client_for  # type: ignore[attr-defined]


ROLE = [""]


def _client(**arguments: Any) -> Any:
    import boto3

    config = arguments["config"].merge(_more_connections())
    return boto3.client(**{**arguments, "aws_access_key_id": signer(ROLE[0]), "config": config})


def _more_connections() -> Any:
    from botocore.config import Config

    return Config(max_pool_connections=50)
