"""Limits of Batch that a job can exceed."""

from __future__ import annotations

import json
from typing import Any

WHY = "moto takes overrides of any length, and time limits under a minute"
OVERRIDES = 8192
SHORTEST = 60


def apply() -> None:
    """Refuse what Batch refuses."""
    from moto.batch.exceptions import ClientException
    from moto.batch.models import BatchBackend

    submit = BatchBackend.submit_job

    def strict(self: Any, *arguments: Any, **named: Any) -> Any:
        overrides = json.dumps(named.get("container_overrides") or {}, separators=(",", ":"))
        if len(overrides) > OVERRIDES:
            raise ClientException(f"Container Overrides length must be at most {OVERRIDES}")
        seconds = (named.get("timeout") or {}).get("attemptDurationSeconds", SHORTEST)
        if int(seconds) < SHORTEST:
            raise ClientException("Attempt duration must be at least 60 seconds")
        return submit(self, *arguments, **named)

    BatchBackend.submit_job = strict
