"""`@trigger` and `@trigger_on_finish` as rules of EventBridge."""

from __future__ import annotations

from flowc.backends.protocol import Request
from flowc.backends.step_functions.names import LONGEST_MACHINE, LONGEST_SCHEDULE, fit, legal, machine_name
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.placeholders import EVENT_ROLE, MACHINE, arn
from flowc.ir.flow import Event, Flow, Upstream
from flowc.ir.values import Json


def rules_of(request: Request) -> list[dict[str, Json]]:
    """Each rule with its target, as EventBridge's API takes them; the pattern is an object, not its text."""
    flow = request.flow
    found: list[dict[str, Json]] = []
    if flow.trigger is not None:
        source = Own.of(request.settings).event_source
        (event,) = flow.trigger.events
        found.append(_rule(request, "event", _event_pattern(event, source), _parameters(event)))
    if flow.trigger_on_finish is not None:
        (upstream,) = flow.trigger_on_finish.flows
        found.append(_rule(request, "finish", _finish_pattern(upstream, flow), {"Input": "{}"}))
    return found


def rule_name(request: Request, kind: str) -> str:
    """The name of a rule."""
    return fit(f"{machine_name(request.flow)}-{kind}", LONGEST_SCHEDULE)


def upstream_machine(upstream: Upstream, flow: Flow) -> str:
    """The state machine of the flow that is waited for; one without a project is in that of `flow`."""
    *named, name = upstream.flow.split(".")
    if named:
        return legal("-".join((*named, name)), LONGEST_MACHINE)
    project = upstream.project or (flow.project.name if flow.project else None)
    if project is None:
        return legal(name, LONGEST_MACHINE)
    branch = [upstream.branch] if upstream.branch else _branch(flow)
    return legal("-".join((project, *branch, name)), LONGEST_MACHINE)


def _branch(flow: Flow) -> list[str]:
    if flow.project is None:
        return []
    branch = [flow.project.branch] if flow.project.branch else []
    kind = ["prod"] if flow.project.production else ["test"] if branch else []
    return [*kind, *branch]


def _rule(request: Request, kind: str, pattern: Json, given: dict[str, Json]) -> dict[str, Json]:
    return {
        "Name": rule_name(request, kind),
        "EventPattern": pattern,
        "State": "ENABLED",
        "Targets": [
            {
                "Id": "flow",
                "Arn": MACHINE,
                "RoleArn": Own.of(request.settings).event_role or EVENT_ROLE,
                **given,
            }
        ],
    }


def _event_pattern(event: Event, source: str) -> Json:
    return {"source": [source], "detail-type": [event.name]}


def _finish_pattern(upstream: Upstream, flow: Flow) -> Json:
    machine = arn("states", f"stateMachine:{upstream_machine(upstream, flow)}")
    return {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"status": ["SUCCEEDED"], "stateMachineArn": [machine]},
    }


def _parameters(event: Event) -> dict[str, Json]:
    """Parameters out of the event's fields. EventBridge quotes texts itself."""
    if not event.parameters:
        return {"Input": "{}"}
    paths: dict[str, Json] = {}
    fields: list[str] = []
    for number, (parameter, field) in enumerate(event.parameters):
        paths[f"p{number}"] = f"$.detail.{field}"
        fields.append(f'"{parameter}": <p{number}>')
    return {"InputTransformer": {"InputPathsMap": paths, "InputTemplate": "{" + ", ".join(fields) + "}"}}
