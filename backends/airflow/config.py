"""The table `[airflow]` of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from flowc.backends.protocol import Executor, TargetSettings
from flowc.diagnostics.record import record
from flowc.ir.regions import Name


@record
class Own:
    """What is Airflow's alone. A loop is unrolled as often as `loop_bounds` says of its first step."""

    loop_bounds: Mapping[Name, int] = field(default_factory=dict)
    max_map_length: int = 1024
    deferrable: bool = True
    xcom_image: str | None = None
    steps: Mapping[Name, Executor] = field(default_factory=dict)


def read(settings: TargetSettings) -> Own:
    """The table, once `check` has found nothing wrong with it."""
    own: Mapping[str, Any] = settings.own
    defaults = Own()
    return Own(
        loop_bounds=dict(own.get("loop-bounds", {})),
        max_map_length=own.get("max-map-length", defaults.max_map_length),
        deferrable=own.get("deferrable", defaults.deferrable),
        xcom_image=own.get("xcom-image"),
        steps={
            name: table["executor"] for name, table in own.get("steps", {}).items() if "executor" in table
        },
    )
