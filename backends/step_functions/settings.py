"""The settings of a step to what Batch and ECS are asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

from flowc.ir.settings import Resources, Settings
from flowc.ir.values import Json

DEFAULT = Resources()

Pairs: TypeAlias = tuple[tuple[str, str], ...]


def requirements(resources: Resources, platform: str) -> list[Json]:
    """`ResourceRequirements`: whole cores on EC2, where Batch takes no others; memory in MiB."""
    cpu = resources.cpu if platform == "FARGATE" else str(max(1, math.ceil(float(resources.cpu))))
    found: list[Json] = [
        {"Type": "VCPU", "Value": cpu},
        {"Type": "MEMORY", "Value": str(resources.memory)},
    ]
    if resources.gpu:
        found.append({"Type": "GPU", "Value": str(resources.gpu)})
    return found


def environment(settings: Settings) -> Pairs:
    """`@environment`."""
    return settings.environment


def options(settings: Settings) -> Mapping[str, Json]:
    """What `@batch` says besides queue, image and roles."""
    return settings.batch.options if settings.batch is not None else {}
