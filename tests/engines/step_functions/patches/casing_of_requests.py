"""`JobName`, as state machines have it, to `jobName`, as botocore wants it."""

from __future__ import annotations

from typing import Any

from tests.engines.step_functions.patches.shapes import operation

WHY = "_normalise_parameters does nothing: batch:submitJob and ecs:runTask raise KeyError 'JobName'"


def apply() -> None:
    """Call the conversion that moto has kept, and does not use."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service as services,
    )

    def convert(self: Any, parameters: Any, service: str | None = None, action: str | None = None) -> None:
        shape = operation(
            self._get_boto_service_name(service), action or self.resource.api_action
        ).input_shape
        self._to_boto_request(parameters, shape)

    services.StateTaskService._normalise_parameters = convert
