"""Findings about a flow as a whole on Step Functions: parameters, schedule, events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, Span, error
from flowc.ir.flow import Flow, Parameter


def flow_findings(request: Request) -> Iterator[Finding]:
    """Schedules and events that have no equal, and parameters that nobody would give."""
    flow = request.flow
    yield from _schedule(flow)
    yield from _events(flow)
    for parameter in flow.parameters:
        yield from _required(parameter, flow)
    for file in flow.include_files:
        if file.required and file.default is None:
            yield error(
                "FLOW310",
                file.span,
                f"the file of `{file.name}` has to be named when a run starts, which Step Functions cannot do",
                label="no default, and AWS has no files of yours",
                help="give it a `default`: the file then travels in the code package",
            )


def _schedule(flow: Flow) -> Iterator[Finding]:
    if flow.schedule is None:
        return
    from flowc.backends.checks.schedules import schedule_findings
    from flowc.backends.step_functions.cron import convert

    yield from schedule_findings(flow.schedule, convert, "EventBridge Scheduler")


def _events(flow: Flow) -> Iterator[Finding]:
    if flow.trigger is not None:
        if len(flow.trigger.events) > 1:
            yield _several("events", flow.trigger.span)
        for event in flow.trigger.events:
            for parameter, field in event.parameters:
                if re.fullmatch(r"[\w.-]+", f"{parameter}{field}", re.ASCII) is None:
                    yield error(
                        "FLOW308",
                        flow.trigger.span,
                        f"`{parameter}` cannot be filled from the field `{field}` of an event",
                        label="only letters, digits, `_`, `-` and `.` are allowed",
                        help="choose other names",
                    )
    if flow.trigger_on_finish is not None and len(flow.trigger_on_finish.flows) > 1:
        yield _several("flows", flow.trigger_on_finish.span)


def _several(what: str, span: Span) -> Finding:
    return error(
        "FLOW315",
        span,
        f"the flow waits until several {what} have come, which EventBridge cannot",
        label="each rule looks at one event and forgets it",
        help=f"wait for the last of the {what} alone, or for a flow that joins them",
    )


def _required(parameter: Parameter, flow: Flow) -> Iterator[Finding]:
    given = {name for event in (flow.trigger.events if flow.trigger else ()) for name, _ in event.parameters}
    why = None
    if flow.schedule is not None:
        why = "the flow is scheduled"
    elif flow.trigger_on_finish is not None:
        why = "the flow starts when another one has finished"
    elif flow.trigger is not None and parameter.name not in given:
        why = "the event that starts the flow does not give it"
    if parameter.required and why is not None:
        yield error(
            "FLOW307",
            parameter.span,
            f"parameter `{parameter.name}` has no default, but {why}",
            label="such a run has nobody to give it a value",
            help="give it a `default`",
        )
