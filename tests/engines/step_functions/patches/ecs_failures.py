"""An ECS task whose container has failed fails its state, as a Batch job does."""

from __future__ import annotations

from typing import Any

WHY = "moto takes every stopped task for a success; Step Functions gives States.TaskFailed for an exit code"


def apply() -> None:
    """Look at the exit codes of a task that has stopped."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service_ecs as ecs,
    )

    build = ecs.StateTaskServiceEcs._build_sync_resolver

    def build_strict(self: Any, env: Any, **named: Any) -> Any:
        resolve = build(self, env=env, **named)

        def resolve_strictly() -> Any:
            found = resolve()
            if found and any(one.get("ExitCode") != 0 for one in found["Containers"]):
                raise _failure(self, env, found)
            return found

        return resolve_strictly

    ecs.StateTaskServiceEcs._build_sync_resolver = build_strict


def _failure(service: Any, env: Any, task: Any) -> Exception:
    """As moto makes it for Batch."""
    from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
    from moto.stepfunctions.parser.asl.component.common.error_name import failure_event, states_error_name
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
        StatesErrorNameType,
    )
    from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
    from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

    kind = StatesErrorNameType.StatesTaskFailed
    details = TaskFailedEventDetails(
        resource=service._get_sfn_resource(),
        resourceType=service._get_sfn_resource_type(),
        error=kind.to_name(),
        cause=to_json_str(task),
    )
    return failure_event.FailureEventException(
        failure_event.FailureEvent(
            env=env,
            error_name=states_error_name.StatesErrorName(typ=kind),
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(taskFailedEventDetails=details),
        )
    )
