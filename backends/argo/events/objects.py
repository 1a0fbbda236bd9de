"""The model of events to plain mappings, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Sequence

from flowc.backends.argo.events.lower import lower_event_source, lower_sensor
from flowc.backends.argo.events.model import Argument, Dependency, EventSource, Sensor, Source, Watch
from flowc.backends.argo.events.own import setting
from flowc.backends.argo.model import Pairs
from flowc.backends.argo.names import label
from flowc.backends.argo.objects import MANAGED, metadata
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.values import Json

USER = 1000
"""As of tasks: any but root will do."""
API = "argoproj.io/v1alpha1"
PHASE = "workflows.argoproj.io/phase"
"""A label that Argo puts on a workflow, beside those of `workflowMetadata`."""
TRIES: Json = {"steps": 5, "duration": "2s", "factor": 2}
"""How often a Sensor tries to start a run: what is tried twice is started once, as it has one name."""


def event_objects(request: Request, template: str) -> list[dict[str, Json]]:
    """The EventSource, if the end of flows is waited for, and the Sensor."""
    source = lower_event_source(request.flow, template)
    sensor = _sensor(lower_sensor(request, template), request)
    return [sensor] if source is None else [_event_source(source, request), sensor]


def _object(kind: str, name: str, request: Request, spec: dict[str, Json]) -> dict[str, Json]:
    settings = request.settings
    labels = (*MANAGED, ("flowc.dev/flow", label(request.flow.name)), *settings.labels.items())
    return {
        "apiVersion": API,
        "kind": kind,
        "metadata": metadata(name, settings.namespace, labels, tuple(settings.annotations.items())),
        "spec": {"eventBusName": setting("event-bus", settings), **spec},
    }


def _pod(account: str, settings: TargetSettings) -> dict[str, Json]:
    """The pod of an EventSource or a Sensor; Argo Events' image names no user, and takes any."""
    pod: dict[str, Json] = {"serviceAccountName": setting(account, settings)}
    if settings.restricted:
        profile: Json = {"type": "RuntimeDefault"}
        pod["securityContext"] = {"runAsNonRoot": True, "runAsUser": USER, "seccompProfile": profile}
        pod["container"] = {
            "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
        }
    return pod


def _event_source(source: EventSource, request: Request) -> dict[str, Json]:
    settings = request.settings
    watched: dict[str, Json] = {watch.event: _watch(watch, settings.namespace) for watch in source.watches}
    spec: dict[str, Json] = {"template": _pod("event-source-account", settings), "resource": watched}
    return _object("EventSource", source.name, request, spec)


def _watch(watch: Watch, namespace: str | None) -> Json:
    """The API server tells of a workflow as of a new one when it comes to fit the labels: once for each run.

    `afterStart` leaves out runs from before this was deployed, which would all be told of at once.
    """
    place: dict[str, Json] = {"namespace": namespace} if namespace else {}
    labels = (("flowc.dev/flow", watch.flow), (PHASE, "Succeeded"))
    return {
        **place,
        "group": "argoproj.io",
        "version": "v1alpha1",
        "resource": "workflows",
        "eventTypes": ["ADD"],
        "filter": {
            "afterStart": True,
            "labels": [{"key": key, "operation": "==", "value": value} for key, value in labels],
        },
    }


def _sensor(sensor: Sensor, request: Request) -> dict[str, Json]:
    template: dict[str, Json] = {"name": "run"}
    if sensor.reset is not None:
        zone: dict[str, Json] = {"timezone": sensor.reset.timezone} if sensor.reset.timezone else {}
        template["conditionsReset"] = [{"byTime": {"cron": sensor.reset.cron, **zone}}]
    template["k8s"] = {
        "operation": "create",
        "source": {"resource": _run(sensor, request)},
        "parameters": [_identity(sensor.identity), *_filled(sensor.arguments)],
    }
    spec: dict[str, Json] = {
        "template": _pod("sensor-account", request.settings),
        "dependencies": [_dependency(each) for each in sensor.dependencies],
        "triggers": [{"template": template, "retryStrategy": TRIES}],
    }
    return _object("Sensor", sensor.name, request, spec)


def _run(sensor: Sensor, request: Request) -> Json:
    """The Workflow, as `flowc trigger` makes it."""
    labels: Pairs = (
        *MANAGED,
        ("flowc.dev/flow", label(request.flow.name)),
        ("workflows.argoproj.io/workflow-template", sensor.template),
    )
    return {
        "apiVersion": API,
        "kind": "Workflow",
        "metadata": metadata(sensor.prefix, request.settings.namespace, labels),
        "spec": {
            "workflowTemplateRef": {"name": sensor.template},
            "arguments": {
                "parameters": [{"name": each.name, "value": each.value} for each in sensor.arguments]
            },
        },
    }


def _identity(source: Source) -> Json:
    return {"src": _source(source), "dest": "metadata.name", "operation": "append"}


def _filled(arguments: Sequence[Argument]) -> list[Json]:
    return [
        {"src": _source(each.source), "dest": f"spec.arguments.parameters.{at}.value"}
        for at, each in enumerate(arguments)
    ]


def _source(source: Source) -> Json:
    fields: dict[str, Json] = {"dependencyName": source.event}
    if source.template:
        fields[f"{source.part}Template"] = source.template
    else:
        fields[f"{source.part}Key"] = source.path
    if source.value is not None:
        fields["value"] = source.value
    return fields


def _dependency(dependency: Dependency) -> Json:
    return {
        "name": dependency.name,
        "eventSourceName": dependency.event_source,
        "eventName": dependency.event,
        "filters": {
            "data": [
                {"path": one.path, "type": "string", "value": list(one.patterns)}
                for one in dependency.filters
            ]
        },
    }
