"""`@environment` and `@secrets`: variables that a step is to find."""

from __future__ import annotations

import os

from flowc.runtime_shim.dsl.exceptions import MetaflowException
from flowc.runtime_shim.lean import json
from flowc.runtime_shim.plan import Node, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def prepare(step: Step) -> None:
    """Set the variables of a step. Raises `MetaflowException` for a secret that cannot be had."""
    os.environ.update(dict(step.settings.get("environment", ())))
    secrets = step.settings.get("secrets")
    if secrets is None:
        return
    found: dict[str, str] = {}
    for source in secrets["sources"]:
        found.update(_fetch(source, secrets.get("role")))
    taken = [name for name in found if os.environ.get(name, found[name]) != found[name]]
    if taken and not secrets.get("allow_override"):
        raise MetaflowException(f"@secrets would replace variables that are set: {', '.join(sorted(taken))}")
    os.environ.update(found)


def _fetch(source: Node, role: str | None) -> Mapping[str, str]:
    options = source.get("options", {})
    if source["type"] == "inline":
        return {str(name): str(value) for name, value in options.get("env_vars", {}).items()}
    if source["type"] in (None, "aws-secrets-manager"):
        return _from_aws(source["id"], options, options.get("role") or role)
    raise MetaflowException(
        f"the runtime cannot fetch secrets from {source['type']}: use the engine's own secrets"
    )


def _from_aws(name: str, options: Mapping[str, Any], role: str | None) -> Mapping[str, str]:
    try:
        import boto3  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        raise MetaflowException(
            f"secret {name} is in AWS Secrets Manager, which needs the package boto3"
        ) from None
    session: Any = boto3
    keys: dict[str, str] = {}
    if role:
        got = boto3.client("sts").assume_role(RoleArn=role, RoleSessionName="flowc")["Credentials"]
        keys = {"aws_access_key_id": got["AccessKeyId"], "aws_secret_access_key": got["SecretAccessKey"]}
        keys["aws_session_token"] = got["SessionToken"]
    text = session.client("secretsmanager", **keys).get_secret_value(SecretId=name)["SecretString"]
    if options.get("json", True):
        return {str(key): str(value) for key, value in json.loads(text).items()}
    variable = options.get("env_var_name") or "".join(
        c if c.isalnum() else "_" for c in name.rpartition(":")[2]
    )
    return {variable: text}
