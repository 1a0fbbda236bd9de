"""Second attempts of `.sync` tasks."""

from __future__ import annotations

from typing import Any

WHY = "a second attempt waits at the callback endpoint that the first has interrupted: States.Timeout at once"


def apply() -> None:
    """Let `.sync` wait for the job alone: nothing of ours calls back."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service_callback as callback,
    )

    original = callback.StateTaskServiceCallback._eval_sync

    def without_endpoints(self: Any, **arguments: Any) -> Any:
        arguments.update(callback_endpoint=None, heartbeat_endpoint=None)
        return original(self, **arguments)

    callback.StateTaskServiceCallback._eval_sync = without_endpoints
