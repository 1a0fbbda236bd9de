"""`@trigger`: events that start the flow."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import FlowDraft
from flowc.ir.flow import Event, Trigger

ARGUMENTS = ("event", "events", "options")
_FORMS = "write event='name', or event={'name': 'name', 'parameters': {'parameter': 'event_field'}}"


def apply(draft: FlowDraft, arguments: Arguments) -> None:
    """Sets `trigger`."""
    waited = waited_for(arguments, "event", "events")
    if waited is None:
        return
    name, items = waited
    events = [_event(item, name, arguments) for item in items]
    known = tuple(event for event in events if event is not None)
    names = [event.name for event in known]
    twice = next((event for event in names if names.count(event) > 1), None)
    if twice is not None:
        arguments.report(
            "FLOW218", name, f"`@trigger` waits for the event `{twice}` twice", label="named twice"
        )
    draft.trigger = Trigger(events=known, options=arguments.json("options"), span=arguments.span)


def waited_for(arguments: Arguments, one: str, several: str) -> tuple[str, list[object]] | None:
    """The argument used of two that exclude each other, and its items; None after a finding."""
    from flowc.frontend.decorators.deploy_time import deployed  # it needs the table that this is in

    single, many = deployed(arguments, one), deployed(arguments, several)
    if single and many:
        message = f"`{arguments.owner}` takes `{one}` or `{several}`, not both"
        arguments.report(
            "FLOW218", several, message, label="second one", help=f"put all into {several}=[...]"
        )
        return None
    if single:
        return one, [single]
    if isinstance(many, list | tuple) and many:
        return several, list(many)
    if many:
        arguments.wrong(several, "a list")
    elif not (arguments.unread(one) or arguments.unread(several)):
        message = f"`{arguments.owner}` says nothing to wait for"
        arguments.report(
            "FLOW218", "", message, label="starts never", help=f"write {arguments.owner}({one}='name')"
        )
    return None


def _event(item: object, name: str, arguments: Arguments) -> Event | None:
    match item:
        case str():
            return Event(name=item)
        case {"name": str(event), **rest}:
            parameters = _parameters(rest.get("parameters", {}))
            if parameters is not None:
                return Event(name=event, parameters=parameters)
    arguments.wrong(name, "an event's name, or a dict with its `name` and `parameters`", help=_FORMS)
    return None


def _parameters(mapping: object) -> tuple[tuple[str, str], ...] | None:
    """Pairs (parameter, event field) from a dict, or from a list of names and pairs; None for anything else."""
    pairs: list[tuple[object, object]] = []
    if isinstance(mapping, Mapping):
        pairs.extend(mapping.items())
    elif isinstance(mapping, list | tuple):
        pairs.extend((item, item) if isinstance(item, str) else _pair(item) for item in mapping)
    else:
        return None
    found = [(key, field) for key, field in pairs if isinstance(key, str) and isinstance(field, str)]
    return tuple(found) if len(found) == len(pairs) else None


def _pair(item: object) -> tuple[object, object]:
    if isinstance(item, list | tuple) and len(item) == 2:
        return item[0], item[1]
    return None, None
