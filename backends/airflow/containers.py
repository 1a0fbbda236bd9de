"""Constants of a DAG file whose steps run in containers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flowc.backends import bootstrap
from flowc.backends.airflow import aws, pods
from flowc.backends.airflow.config import Own
from flowc.backends.airflow.executors import delivery
from flowc.backends.airflow.literals import text
from flowc.backends.airflow.names import store_branch
from flowc.backends.pod.settings import is_guaranteed
from flowc.backends.protocol import Delivery, Executor, Request

IN_IMAGE = "/flowc/flow.pyz"
"""Where an image has the code package that was put into it."""


def container_values(request: Request, own: Own, kinds: Sequence[Executor]) -> dict[str, Any]:
    """Values for the templates of the executors that are there."""
    target = request.settings
    how = delivery(request, frozenset(kinds))
    return {
        "uses_aws": bool({"batch", "ecs"} & {*kinds}),
        "delivery": how,
        "code": None if {*kinds} == {"process"} else _code(how, request.package.digest),
        "namespace": "None" if target.namespace is None else text(target.namespace),
        "has_namespaces": any(
            step.settings.kubernetes and step.settings.kubernetes.namespace for step in request.flow.steps
        ),
        "startup": own.startup_seconds,
        "metadata": pods.metadata(request),
        "spec": pods.spec(target),
        "container": pods.container(target),
        "xcom": pods.XCOM,
        "xcom_image": own.xcom_image,
        "confined": target.restricted,
        "guaranteed": any(is_guaranteed(step.settings) for step in request.flow.steps),
        "job": aws.job(own),
        "task": aws.task(own),
        "aws_conn_id": own.aws_conn_id,
        "keys": "/".join([*store_branch(request.flow), request.flow.name, "runs"]),
    }


def _code(how: Delivery, digest: str) -> str:
    """What stands between the interpreter and the command."""
    if how == "image":
        return f"({text(IN_IMAGE)},)"
    program = bootstrap.inline_program() if how == "inline" else bootstrap.program()
    lines = "".join(f"    {text(line)}\n" for line in program.splitlines(keepends=True))
    return f'("-c", (\n{lines}), {text(digest)})'
