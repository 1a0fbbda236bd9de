"""What runs the steps, as the configuration says: Batch or ECS."""

from __future__ import annotations

from flowc.backends.protocol import Request
from flowc.backends.step_functions.definitions import JobDefinitions
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.place import Place
from flowc.backends.step_functions.scope import Compute


def definitions_of(request: Request) -> JobDefinitions:
    """The job definitions of a flow, or its task definitions on ECS."""
    if request.settings.compute == "ecs":
        from flowc.backends.step_functions.ecs import TaskDefinitions

        return TaskDefinitions(request)
    return JobDefinitions(request)


def compute_of(request: Request, definitions: JobDefinitions) -> Compute:
    """What turns steps into calls."""
    place, own = Place.of(request.flow, request.settings), Own.of(request.settings)
    if request.settings.compute == "ecs":
        from flowc.backends.step_functions.ecs import Ecs

        return Ecs(place=place, own=own, definitions=definitions)
    from flowc.backends.step_functions.batch import Batch

    return Batch(flow=request.flow.name, place=place, own=own, definitions=definitions)
