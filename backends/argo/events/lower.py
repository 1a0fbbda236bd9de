"""A flow's `@trigger` or `@trigger_on_finish` to a Sensor, and to an EventSource for the end of flows."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.argo.events.model import (
    Argument,
    Dependency,
    EventSource,
    Filter,
    Reset,
    Sensor,
    Source,
    Watch,
)
from flowc.backends.argo.events.own import setting
from flowc.backends.argo.events.upstream import templates_of
from flowc.backends.argo.events.waited import Waited, mapped, waited_of
from flowc.backends.argo.names import LONGEST, fit, label
from flowc.backends.argo.parameters import NOT_GIVEN
from flowc.backends.argo.parameters import value as default_of
from flowc.backends.protocol import Request
from flowc.backends.unix_cron import convert
from flowc.ir.flow import Event, Flow, Parameter, Upstream

HASH = 20
"""Hexadecimal digits of the identity of an event in the name of the run that it starts."""
ANYTHING = ".*"
ID_OF_EVENT = f"{{{{ .Input.id | sha256sum | trunc {HASH} }}}}"
ID_OF_RUN = f"{{{{ .Input.body.metadata.uid | sha256sum | trunc {HASH} }}}}"
"""Go templates without a word of the user's. The id of an event is any text: it is hashed to be part of a name."""


def lower_sensor(request: Request, template: str) -> Sensor:
    """The Sensor that starts runs of the template, which has its name."""
    flow = request.flow
    waited = waited_of(flow)
    return Sensor(
        name=template,
        template=template,
        prefix=f"{fit(template, template, LONGEST - HASH - 1)}-",
        identity=_identity(waited[0]),
        dependencies=tuple(_dependency(each, request, template) for each in waited),
        arguments=tuple(argument for each in waited for argument in _arguments(each, flow)),
        reset=_reset(flow),
    )


def lower_event_source(flow: Flow, template: str) -> EventSource | None:
    """What watches the flows that are waited for; None when the platform has what sends the events."""
    watches = tuple(
        Watch(event=each.name, flow=label(each.what.flow))
        for each in waited_of(flow)
        if isinstance(each.what, Upstream)
    )
    return EventSource(name=template, watches=watches) if watches else None


def _identity(first: Waited) -> Source:
    """What is the same when an event is delivered again: the first of all that are waited for stands for them."""
    match first.what:
        case Event():
            return Source(event=first.name, part="context", template=ID_OF_EVENT)
        case Upstream():
            return Source(event=first.name, template=ID_OF_RUN)


def _dependency(waited: Waited, request: Request, template: str) -> Dependency:
    match waited.what:
        case Event() as event:
            return Dependency(
                name=waited.name,
                event_source=setting("event-source", request.settings),
                event=setting("event", request.settings),
                filters=_filters(event, request.flow),
            )
        case Upstream() as upstream:
            names = tuple(_exactly(name) for name in templates_of(upstream, request.flow))
            made_of = Filter(path="body.spec.workflowTemplateRef.name", patterns=names)
            return Dependency(name=waited.name, event_source=template, event=waited.name, filters=(made_of,))


def _filters(event: Event, flow: Flow) -> tuple[Filter, ...]:
    """The event of that name, with a value for each parameter that has no other."""
    needed = [
        Filter(path=f"body.payload.{field}", patterns=(ANYTHING,))
        for parameter, field in mapped(event, flow)
        if parameter.required
    ]
    return (Filter(path="body.payload.name", patterns=(_exactly(event.name),)), *needed)


def _exactly(name: str) -> str:
    """A regular expression for a name of letters, digits, `_`, `-` and `.`, which `check` has seen to."""
    return f"^{name.replace('.', '[.]')}$"


def _arguments(waited: Waited, flow: Flow) -> list[Argument]:
    match waited.what:
        case Event() as event:
            given = [_mapped(waited, parameter, field) for parameter, field in mapped(event, flow)]
            known = ("body.payload.id", "body.payload.timestamp")
        case Upstream():
            given = []
            known = ("body.metadata.name", "body.status.finishedAt")
    facts = zip((waited.parameter, waited.time), known, strict=True)
    return [*given, *(_argument(name, NOT_GIVEN, waited, path, "") for name, path in facts)]


def _mapped(waited: Waited, parameter: Parameter, field: str) -> Argument:
    """A parameter of the flow; with a choice of values Argo takes nothing else, so its default is said here."""
    value = default_of(parameter) or NOT_GIVEN
    return _argument(parameter.name, value, waited, f"body.payload.{field}", value)


def _argument(name: str, value: str, waited: Waited, path: str, default: str) -> Argument:
    return Argument(name=name, value=value, source=Source(event=waited.name, path=path, value=default))


def _reset(flow: Flow) -> Reset | None:
    """`options={"reset_at": {"cron": ..., "timezone": ...}}`."""
    for found in (flow.trigger, flow.trigger_on_finish):
        options = found.options if found is not None else None
        at = options.get("reset_at") if isinstance(options, Mapping) else None
        if isinstance(at, Mapping) and at.get("cron"):
            return Reset(cron=convert(str(at["cron"])), timezone=str(at.get("timezone") or ""))
    return None
