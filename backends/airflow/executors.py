"""What runs each step: a process of the worker, a pod, a job of AWS Batch, a task of Amazon ECS."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.airflow.config import Own
from flowc.backends.protocol import CodePackage, Delivery, Executor, Request
from flowc.ir.flow import Flow, Step
from flowc.ir.regions import Name

CLASSES: Mapping[Executor, str] = {
    "process": "Process",
    "kubernetes": "Pod",
    "batch": "Job",
    "ecs": "Container",
}
"""The class of the DAG file whose tasks they are."""

INLINE = 96 * 1024
"""The longest variable that a package travels in, compressed and in base64, of 128 KB that Linux hands on."""


def default_executor(request: Request) -> Executor:
    """As configured; else what the flow asks for; else a process."""
    return request.settings.executor or _asked_for(request.flow)


def executors(request: Request, own: Own) -> dict[Name, Executor]:
    """The executor of each step."""
    default = default_executor(request)
    return {step.id: own.steps.get(step.id, default) for step in request.flow.steps}


def delivery(request: Request, kinds: frozenset[Executor]) -> Delivery:
    """How containers get the code: as configured, else in a variable where every one is a pod and it fits."""
    if request.settings.delivery is not None:
        return request.settings.delivery
    fits = inline_length(request.package) <= INLINE
    return "inline" if fits and kinds <= {"process", "kubernetes"} else "store"


def inline_length(package: CodePackage) -> int:
    """How long the variable is that carries a package."""
    from base64 import b64encode
    from zlib import compress

    return len(b64encode(compress(package.data, 9)))


def _asked_for(flow: Flow) -> Executor:
    if any(step.settings.kubernetes is not None for step in flow.steps):
        return "kubernetes"
    return "batch" if any(_has_batch(step) for step in flow.steps) else "process"


def _has_batch(step: Step) -> bool:
    return step.settings.batch is not None
