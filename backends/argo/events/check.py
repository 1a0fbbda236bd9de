"""Findings about `@trigger` and `@trigger_on_finish` on Argo."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flowc.backends.argo.events.waited import mapped
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, error, warning
from flowc.ir.flow import Event, Flow, Trigger, TriggerOnFinish, Upstream

NAME = re.compile(r"[A-Za-z0-9_.-]+")
"""What a name of an event, a project or a branch is made of, as in Metaflow: it becomes part of a filter."""
FIELD = re.compile(r"[A-Za-z0-9_-]+")
"""A field of a payload. Other characters mean something in the paths of Argo Events."""
RESET = "reset_at"


def event_findings(request: Request) -> Iterator[Finding]:
    """What Argo Events cannot do, or would take for something else."""
    flow = request.flow
    if flow.trigger is not None and flow.trigger_on_finish is not None:
        yield error(
            "FLOW330",
            flow.trigger_on_finish.span,
            "the flow waits for events and for the end of other flows",
            label="second kind of start; one Sensor starts a run when all have come, which is unlikely meant",
            help="keep `@trigger` or `@trigger_on_finish`",
        )
        return
    if flow.trigger is not None:
        yield from _options(flow.trigger)
        for event in flow.trigger.events:
            yield from _event(event, flow.trigger, flow)
        yield from _twice(flow.trigger)
        yield from _required(flow, flow.trigger)
    if flow.trigger_on_finish is not None:
        yield from _options(flow.trigger_on_finish)
        for upstream in flow.trigger_on_finish.flows:
            yield from _upstream(upstream, flow.trigger_on_finish)
        yield from _namespace(request, flow.trigger_on_finish)
        yield from _required(flow, None)


def _event(event: Event, trigger: Trigger, flow: Flow) -> Iterator[Finding]:
    if NAME.fullmatch(event.name) is None:
        yield error(
            "FLOW308",
            trigger.span,
            f"Argo Events does not take `{event.name}` as the name of an event",
            label="only letters, digits, `_`, `-` and `.` are allowed",
            help="choose another name",
        )
    for parameter, field in mapped(event, flow) if event.parameters else ():
        if FIELD.fullmatch(field) is None:
            yield error(
                "FLOW308",
                trigger.span,
                f"`{parameter.name}` cannot be filled from the field `{field}` of an event",
                label="only letters, digits, `_` and `-` are allowed",
                help="choose another name",
            )


def _twice(trigger: Trigger) -> Iterator[Finding]:
    names = [name.lower() for event in trigger.events for name, _ in event.parameters]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield error(
            "FLOW308",
            trigger.span,
            f"two events give the parameter `{name}`",
            label="which of the values a run would get is not known",
            help="let one event give it",
        )


def _upstream(upstream: Upstream, finish: TriggerOnFinish) -> Iterator[Finding]:
    for part in (upstream.project, upstream.branch):
        if part is not None and NAME.fullmatch(part) is None:
            yield error(
                "FLOW308",
                finish.span,
                f"`{part}` cannot be part of the name of a flow on Argo",
                label="only letters, digits, `_`, `-` and `.` are allowed",
                help="write the project and its branch as `flowc` shows them",
            )


def _namespace(request: Request, finish: TriggerOnFinish) -> Iterator[Finding]:
    if request.settings.namespace is None:
        yield warning(
            "FLOW332",
            finish.span,
            "the flow waits for runs in all namespaces: none is configured",
            label="an EventSource has to be told which namespace it watches",
            help="set `namespace` in flowc.toml, or FLOWC_NAMESPACE",
        )


def _required(flow: Flow, trigger: Trigger | None) -> Iterator[Finding]:
    """Parameters without a default that no event gives."""
    given = {one.name for event in (trigger.events if trigger else ()) for one, _ in mapped(event, flow)}
    why = (
        "the event that starts the flow does not give it"
        if trigger
        else "the flow starts when another one has ended"
    )
    for parameter in flow.parameters:
        if parameter.required and parameter.name not in given and flow.schedule is None:
            yield error(
                "FLOW307",
                parameter.span,
                f"parameter `{parameter.name}` has no default, but {why}",
                label="such a run has nobody to give it a value",
                help="give it a `default`",
            )


def _options(found: Trigger | TriggerOnFinish) -> Iterator[Finding]:
    options = found.options
    if options is None or options == {}:
        return
    for name, value in options.items() if isinstance(options, Mapping) else [("options", None)]:
        if name == RESET and isinstance(value, Mapping):
            yield from _reset(value, found)
        elif name != RESET or value:
            yield warning(
                "FLOW331",
                found.span,
                f"the option `{name}` has no effect on Argo",
                label=f"the only option is `{RESET}`, with a `cron` and a `timezone`",
                help="remove it",
            )


def _reset(value: Mapping[str, object], found: Trigger | TriggerOnFinish) -> Iterator[Finding]:
    from flowc.backends.cron_fields import CronError
    from flowc.backends.unix_cron import convert

    cron, zone = value.get("cron"), value.get("timezone")
    if not cron:
        return
    problem = "" if isinstance(cron, str) else "it is no text"
    try:
        convert(str(cron))
    except CronError as fault:
        problem = str(fault)
    if not problem and zone is not None and not (isinstance(zone, str) and _is_zone(zone)):
        problem = f"there is no time zone `{zone}`"
    if problem:
        yield error(
            "FLOW305",
            found.span,
            f"Argo Events cannot reset the events that have come at `{cron}`",
            label=problem,
            help="write five fields: minute, hour, day of month, month, day of week (0 is Sunday)",
        )


def _is_zone(name: str) -> bool:
    """Letters, digits and signs of a name of the time zone database; whether there is one, the cluster knows."""
    return re.fullmatch(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", name) is not None
