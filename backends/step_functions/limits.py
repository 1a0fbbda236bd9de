"""Limits of Step Functions and Batch that a flow may meet, found before anything is deployed."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flowc.backends.protocol import Request
from flowc.backends.step_functions import history, model
from flowc.backends.step_functions.compute import definitions_of
from flowc.backends.step_functions.machine import distributed_of, lower_machine, route_of
from flowc.backends.step_functions.names import machine_name, state_name
from flowc.backends.step_functions.serialise import definition, text
from flowc.diagnostics import Finding, Span, error, note, warning
from flowc.ir.features_used import back_edges
from flowc.ir.flow import Flow

KIB = 1024
DEFINITION = 1024 * KIB
OVERRIDES = 8192
"""Bytes of the overrides of a Batch job, or of an ECS task."""
PAYLOAD = 256 * KIB
RESULT = 3
"""Bytes that an iteration leaves in the result of its Map: `{},`."""


def limit_findings(request: Request) -> Iterator[Finding]:
    """Findings 4xx; the flow has no errors so far."""
    yield from _names(request.flow)
    yield from _foreachs(request)
    yield from _passes(request)
    machine = lower_machine(request, definitions_of(request))
    yield from _overrides(request.flow, machine.scope)
    yield from _size(request.flow, text(definition(machine)))


def _names(flow: Flow) -> Iterator[Finding]:
    final = machine_name(flow)
    if flow.project is None and final != flow.name:
        yield _renamed(f"flow `{flow.name}`", final, flow.span)
    for step in flow.steps:
        if state_name(step.id) != step.id:
            yield _renamed(f"step `{step.id}`", state_name(step.id), step.span)


def _renamed(what: str, name: str, span: Span) -> Finding:
    return note(
        "FLOW401",
        span,
        f"{what} is called `{name}` on Step Functions",
        label="its own name is too long, or has letters that AWS does not take",
    )


def _foreachs(request: Request) -> Iterator[Finding]:
    """How many items each foreach has room for: the events of an execution over those of an item."""
    flow = request.flow
    steps = {str(step.id): step for step in flow.steps}
    chosen = distributed_of(request)
    plain = history.history_of(steps, frozenset(), request.settings)
    for region in history.maps(route_of(flow), inner=True):
        for opener in region.openers:
            span = steps[opener].transition.span
            each = plain.item(region)
            if opener in chosen:
                yield _distributed(opener, each, span, flow)
            else:
                yield _inline(opener, each, span, request)
        yield from _results(steps[region.openers[0]].transition.span, request)


def _distributed(opener: str, each: int, span: Span, flow: Flow) -> Finding:
    most = history.most_items(each, flow)
    return note(
        "FLOW411",
        span,
        f"the foreach of `{opener}` runs as a Distributed Map",
        label=f"inline, a run of at most {history.LIMIT:,} events has room for {most:,} items of {each:,} events",
        help='`map = "inline"` in the table `step-functions` keeps every foreach in one execution',
    )


def _inline(opener: str, each: int, span: Span, request: Request) -> Finding:
    most = history.most_items(each, request.flow)
    expected = request.settings.max_fan_out
    make = warning if expected is not None and expected > most else note
    return make(
        "FLOW411",
        span,
        f"the foreach of `{opener}` has room for about {most:,} items",
        label=f"a run has at most {history.LIMIT:,} events, and an item takes {each:,}",
        help=f'for more, set `distributed = ["{opener}"]` in the table `step-functions`, or `max-fan-out`',
    )


def _results(span: Span, request: Request) -> Iterator[Finding]:
    most = PAYLOAD // RESULT
    expected = request.settings.max_fan_out
    if expected is not None and expected > most:
        yield error(
            "FLOW413",
            span,
            f"a foreach of {expected:,} items has a result that is too large",
            label=f"each leaves {RESULT} bytes, and a payload has at most {PAYLOAD // KIB} KiB: {most:,} items",
            help="let each item be a slice of the work",
        )


def _passes(request: Request) -> Iterator[Finding]:
    flow = request.flow
    steps = {str(step.id): step for step in flow.steps}
    model_of = history.history_of(steps, distributed_of(request), request.settings)
    seen: set[str] = set()
    for loop, _, source in back_edges(route_of(flow)):
        if loop.header not in seen:
            seen.add(loop.header)
            each = model_of.events(loop.body)
            most = history.most_items(each, flow)
            yield note(
                "FLOW404",
                steps[source].transition.span,
                f"the loop at `{loop.header}` can make about {most:,} passes on Step Functions",
                label=f"a run has at most {history.LIMIT:,} events, and a pass takes {each:,}",
                help="let a pass do more of the work",
            )


def _overrides(flow: Flow, scope: model.Scope) -> Iterator[Finding]:
    steps = {state_name(step.id): step for step in flow.steps}
    for task in _tasks(scope):
        given = {
            name: task.arguments[name]
            for name in ("ContainerOverrides", "Overrides")
            if name in task.arguments
        }
        length = len(json.dumps(given, separators=(",", ":")).encode())
        if length > OVERRIDES and task.name in steps:
            yield error(
                "FLOW412",
                steps[task.name].span,
                f"the settings of step `{task.name}` are {length:,} bytes long",
                label=f"a job takes at most {OVERRIDES:,} bytes of variables and resources",
                help="read long values from a file: IncludeFile or Config",
            )


def _tasks(scope: model.Scope) -> Iterator[model.Task]:
    for state in scope.states:
        if isinstance(state, model.Task):
            yield state
        elif isinstance(state, model.Parallel):
            for branch in state.branches:
                yield from _tasks(branch)
        elif isinstance(state, model.Map):
            yield from _tasks(state.body)


def _size(flow: Flow, machine: str) -> Iterator[Finding]:
    length = len(machine.encode())
    if length > DEFINITION:
        yield error(
            "FLOW410",
            flow.span,
            f"the state machine of {len(flow.steps)} steps is {length / KIB:.0f} KiB long",
            label=f"Step Functions takes at most {DEFINITION // KIB} KiB",
            help="split the flow in two",
        )
