"""The settings of a step to the fields of its template and container; those of the pod are every engine's."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.argo.model import Retry
from flowc.backends.pod.settings import (
    DEFAULT,
    container_fields,
    environment,
    is_guaranteed,
    limits,
    mounts,
    requests,
    size,
    tmpfs,
    unexpanded,
)
from flowc.backends.pod.settings import template_fields as pod_fields
from flowc.ir.settings import Settings
from flowc.ir.values import Json

__all__ = [
    "DEFAULT",
    "EXECUTOR",
    "GRACE",
    "NEVER_AGAIN",
    "container_fields",
    "deadline",
    "environment",
    "limits",
    "mounts",
    "requests",
    "retry",
    "size",
    "template_fields",
    "tmpfs",
    "unexpanded",
]

NEVER_AGAIN = 78
"""The exit code with which a task says that another attempt is of no use."""

EXECUTOR = """\
initContainers:
  - name: init
    resources:
      requests: {cpu: 100m, memory: 256Mi}
      limits: {cpu: 100m, memory: 256Mi}
containers:
  - name: wait
    resources:
      requests: {cpu: 100m, memory: 256Mi}
      limits: {cpu: 100m, memory: 256Mi}
"""
"""Of a pod that has to be `Guaranteed`: Argo's containers in it say nothing of resources by themselves."""

LONGEST_DEADLINE = 2**31 - 1
"""Seconds; Kubernetes refuses a pod with more in `activeDeadlineSeconds` (`ValidatePodSpec`)."""

GRACE = 60
"""Seconds that the engine waits longer than `@timeout`, which the task itself keeps."""


def template_fields(settings: Settings) -> Mapping[str, Json]:
    """What of `@kubernetes` belongs to the pod, with room for Argo's own containers where that has to be said."""
    fields = pod_fields(settings)
    return {**fields, "podSpecPatch": EXECUTOR} if is_guaranteed(settings) else fields


def retry(settings: Settings) -> Retry | None:
    """`@retry`, and one more attempt for `@catch`: it records what no process can catch, such as being killed."""
    times = settings.retry.times if settings.retry else 0
    pause = settings.retry.minutes_between_retries if settings.retry and times else 0
    limit = times + (settings.catch is not None)
    return Retry(limit=limit, duration=_duration(pause)) if limit else None


def deadline(settings: Settings, *, items: int = 1) -> int | None:
    """Seconds after which the engine ends an attempt that did not end itself; a slice takes its items in turn."""
    if settings.timeout is None:
        return None
    return min((settings.timeout.seconds + GRACE) * items, LONGEST_DEADLINE)


def _duration(minutes: float) -> str | None:
    seconds = round(minutes * 60)
    if seconds <= 0:
        return None
    return f"{seconds // 60}m" if seconds % 60 == 0 else f"{seconds}s"
