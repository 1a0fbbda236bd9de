"""The settings of a step to what Batch and ECS are asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

from flowc.ir.settings import Resources, Settings
from flowc.ir.values import Json

DEFAULT = Resources()

Pairs: TypeAlias = tuple[tuple[str, str], ...]


def requirements(resources: Resources, platform: str) -> Pairs:
    """Kinds and amounts of what a job gets: whole cores on EC2, as Batch wants them, else a size of Fargate's."""
    cpu, memory = str(max(1, math.ceil(float(resources.cpu)))), resources.memory
    if platform == "FARGATE":
        from flowc.backends.fargate import size

        cpu, memory = size(resources) or (cpu, memory)
    gpu = (("GPU", str(resources.gpu)),) if resources.gpu else ()
    return (("VCPU", cpu), ("MEMORY", str(memory)), *gpu)


def environment(settings: Settings) -> Pairs:
    """`@environment`, and where `current.tempdir` points to with a tmpfs."""
    asked = options(settings)
    if tmpfs(settings) and asked.get("tmpfs_tempdir", True):
        return (*settings.environment, ("METAFLOW_TEMPDIR", tmpfs_path(asked)))
    return settings.environment


def tmpfs(settings: Settings) -> int | None:
    """The size of the tmpfs in MiB; half the memory when the flow does not say."""
    asked = options(settings)
    size = asked.get("tmpfs_size")
    if not (asked.get("use_tmpfs") or size):
        return None
    return size if isinstance(size, int) else settings.resources.memory // 2


def tmpfs_path(asked: Mapping[str, Json]) -> str:
    """Where the tmpfs is mounted."""
    path = asked.get("tmpfs_path")
    return path if isinstance(path, str) else "/metaflow_temp"


def options(settings: Settings) -> Mapping[str, Json]:
    """What `@batch` says besides queue, image and roles."""
    return settings.batch.options if settings.batch is not None else {}
