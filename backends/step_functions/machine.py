"""A request to the state machine: what stores its input, then the flow's regions."""

from __future__ import annotations

from flowc.backends.protocol import Request
from flowc.backends.step_functions import retries
from flowc.backends.step_functions.compute import compute_of
from flowc.backends.step_functions.definitions import JobDefinitions
from flowc.backends.step_functions.exit_hooks import with_hooks
from flowc.backends.step_functions.history import distributed_openers, events_beside_steps
from flowc.backends.step_functions.jsonata import expression
from flowc.backends.step_functions.model import Machine, Scope, Task
from flowc.backends.step_functions.names import machine_name
from flowc.backends.step_functions.place import ROOT, Place
from flowc.backends.step_functions.regions import entrance, lower_scope
from flowc.backends.step_functions.scope import Building, Lowering
from flowc.ir.flow import Flow
from flowc.ir.regions import Route, entry

INPUT = "flow: input"
"""The first state."""


def lower_machine(request: Request, definitions: JobDefinitions) -> Machine:
    """The state machine of a flow that `check` has passed."""
    flow = request.flow
    route = route_of(flow)
    place = Place.of(flow, request.settings)
    steps = {str(step.id): step for step in flow.steps}
    lowering = Lowering(
        steps=steps,
        place=place,
        compute=compute_of(request, definitions),
        start=entry(route),
        distributed=distributed_of(request),
    )
    building = Building("flow", request.settings.max_parallel, is_root=True, path_varies=False)
    scope = lower_scope(route, building, 0, lowering)
    first = _store_input(route, place)
    whole = Scope(start=first.name, states=(first, *scope.states))
    return Machine(
        name=machine_name(flow),
        comment=_first_line(flow.doc),
        scope=with_hooks(whole, flow, lowering.compute) if flow.exit_hooks else whole,
    )


def distributed_of(request: Request) -> frozenset[str]:
    """The openers of the foreachs that run as Distributed Maps."""
    steps = {str(step.id): step for step in request.flow.steps}
    return distributed_openers(
        route_of(request.flow), steps, request.settings, events_beside_steps(request.flow)
    )


def route_of(flow: Flow) -> Route:
    """The flow's region as a route."""
    assert flow.region is not None, "only flows with structure come to a backend"
    return flow.region if isinstance(flow.region, Route) else Route(nodes=(flow.region,))


def _store_input(route: Route, place: Place) -> Task:
    """The input of the execution goes to the store, whole: what Batch hands to a job ends at 8,192 bytes."""
    go = entrance(route, 0)
    begun = {name: expression(code) for name, code in go.changes}
    return Task(
        name=INPUT,
        resource="arn:aws:states:::aws-sdk:s3:putObject",
        arguments={
            "Bucket": place.bucket,
            "Key": expression(place.input_object()),
            "Body": "{% $states.context.Execution.Input %}",  # a text would be stored with quotes around it
        },
        retry=(retries.STORE,),
        output={
            "run": "{% $states.context.Execution.Name %}",
            "uid": "{% $states.context.Execution.Id %}",
            "path": ROOT,
            **begun,
        },
        next=go.to,
    )


def _first_line(doc: str) -> str:
    return next((line.strip() for line in doc.splitlines() if line.strip()), "")
