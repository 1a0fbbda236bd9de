"""A Distributed Map with an item that has failed fails, as none is tolerated unless the Map says so."""

from __future__ import annotations

from typing import Any

WHY = "moto gives null for the item and goes on; Step Functions: States.ExceedToleratedFailureThreshold"
CAUSE = "The specified tolerated failure threshold was exceeded"


def apply() -> None:
    """Let the item's failure reach the Map, as that of an item of an Inline Map does."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor import (
        distributed_item_processor_worker as workers,
    )
    from moto.stepfunctions.parser.asl.eval.program_state import ProgramEnded, ProgramStopped

    evaluate = workers.DistributedItemProcessorWorker._eval_job

    def strict(self: Any, env: Any, job: Any) -> None:
        evaluate(self, env, job)
        if not isinstance(env.program_state(), ProgramEnded | ProgramStopped):
            job.job_output = _failure(env)

    workers.DistributedItemProcessorWorker._eval_job = strict


def _failure(env: Any) -> Exception:
    from moto.stepfunctions.parser.api import HistoryEventType, MapRunFailedEventDetails
    from moto.stepfunctions.parser.asl.component.common.error_name import failure_event, states_error_name
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
        StatesErrorNameType,
    )
    from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

    kind = StatesErrorNameType.StatesExceedToleratedFailureThreshold
    return failure_event.FailureEventException(
        failure_event.FailureEvent(
            env=env,
            error_name=states_error_name.StatesErrorName(typ=kind),
            event_type=HistoryEventType.MapRunFailed,
            event_details=EventDetails(
                mapRunFailedEventDetails=MapRunFailedEventDetails(error=kind.to_name(), cause=CAUSE)
            ),
        )
    )
