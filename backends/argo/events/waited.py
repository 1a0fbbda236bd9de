"""What a flow waits for: each event by number, by which its parameters and the Sensor's dependency are named."""

from __future__ import annotations

import json

from flowc.backends.argo.events.upstream import branch_of, event_name, project_of, templates_of
from flowc.diagnostics.record import record
from flowc.ir.flow import Event, Flow, Parameter, Upstream
from flowc.ir.values import Json

PREFIX = "flowc-event-"
"""How the parameters begin that tell a run what has started it; `runtime_shim/triggered.py` reads them."""
TIME = "-at"
"""How the parameter ends that has the time of an event."""


@record
class Waited:
    """One event: of `@trigger`, or the end of a flow."""

    number: int
    what: Event | Upstream

    @property
    def name(self) -> str:
        """The dependency of the Sensor: letters and digits, as it becomes part of an expression."""
        return f"event{self.number}"

    @property
    def parameter(self) -> str:
        """The parameter with the id of the event."""
        return f"{PREFIX}{self.number}"

    @property
    def time(self) -> str:
        """The parameter with its time."""
        return f"{self.parameter}{TIME}"


def waited_of(flow: Flow) -> tuple[Waited, ...]:
    """All events that have to come for a run to start; a flow that is named twice is waited for once."""
    events = flow.trigger.events if flow.trigger is not None else ()
    flows = flow.trigger_on_finish.flows if flow.trigger_on_finish is not None else ()
    once = {templates_of(each, flow): each for each in flows}
    all_of: tuple[Event | Upstream, ...] = (*events, *once.values())
    return tuple(Waited(number=at, what=what) for at, what in enumerate(all_of, start=1))


def parameters_of(flow: Flow) -> tuple[str, ...]:
    """The parameters that the workflow has for its events."""
    return tuple(name for each in waited_of(flow) for name in (each.parameter, each.time))


def described(flow: Flow) -> str:
    """What the start step is told of the events, as JSON: everything but what only the run knows."""
    return json.dumps({"waited": [_described(each, flow) for each in waited_of(flow)]})


def _described(waited: Waited, flow: Flow) -> Json:
    match waited.what:
        case Event(name=name):
            return {"parameter": waited.parameter, "type": "event", "name": name}
        case Upstream() as upstream:
            return {
                "parameter": waited.parameter,
                "type": "run",
                "name": event_name(upstream, flow),
                "flow": upstream.flow,
                "project": project_of(upstream, flow),
                "branch": branch_of(upstream, flow),
            }


def mapped(event: Event, flow: Flow) -> tuple[tuple[Parameter, str], ...]:
    """Parameters and the fields of the payload that give them.

    As in Metaflow, the only event of a flow that says nothing of parameters gives all of them, by their names in
    lower case.
    """
    if event.parameters:
        known = {parameter.name.lower(): parameter for parameter in flow.parameters}
        pairs = ((known.get(name.lower()), field) for name, field in event.parameters)
        return tuple((parameter, field) for parameter, field in pairs if parameter is not None)
    if len(waited_of(flow)) > 1:
        return ()
    return tuple((parameter, parameter.name.lower()) for parameter in flow.parameters)
