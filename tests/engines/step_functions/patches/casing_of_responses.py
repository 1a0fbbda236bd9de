"""`jobName`, as botocore has it, to `JobName`, as state machines get it; and bodies that are streams to text."""

from __future__ import annotations

from typing import Any

from tests.engines.step_functions.patches.shapes import operation

WHY = "_normalise_response does nothing: .sync looks for `JobId`, and the Body of s3:getObject stays a stream"


def apply() -> None:
    """Call the conversion that moto has kept, and does not use."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service as services,
    )

    def convert(
        self: Any, response: Any, boto_service_name: str | None = None, service_action_name: str | None = None
    ) -> None:
        service = self._get_boto_service_name(boto_service_name)
        shape = operation(service, service_action_name or self.resource.api_action).output_shape
        if shape is not None:
            self._from_boto_response(response, shape)

    services.StateTaskService._normalise_response = convert
