"""`.sync` looks at its job when some job has ended, and not twice a second."""

from __future__ import annotations

from types import SimpleNamespace

from tests.engines.step_functions.jobs import jobs

WHY = "moto looks every half second: too late for a quick job, and too often for many"
AT_LEAST_EVERY = 0.5


def apply() -> None:
    """Replace the sleep between two looks."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service_callback as callback,
    )

    callback.time = SimpleNamespace(sleep=lambda _seconds: jobs().ends.wait(AT_LEAST_EVERY))
