"""What earlier deployments of a flow have made, and the flow no longer has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowc.backends.argo.deploy.api import Api, KindMissing, Object, Refused
from flowc.backends.argo.deploy.kinds import collection, path_of
from flowc.backends.argo.deploy.piece import LABEL, VALUE, DeletedPiece
from flowc.backends.argo.names import label
from flowc.backends.argo.package import config_map_name, delivery
from flowc.backends.argo.workflow import manifest_name
from flowc.backends.protocol import Request
from flowc.ir.flow import Flow, Schedule

ENDED = ("Succeeded", "Failed", "Error")
OF_EVENTS = ("Sensor", "EventSource")
HASH = re.compile(r"[0-9a-f]{12}")


def outdated(api: Api, request: Request, namespace: str) -> Iterator[DeletedPiece]:
    """A schedule or a trigger that is gone, and what has the name that the flow had with, or without, a schedule.

    By the flow's label and names: other branches of a @project have the label too, but not the names.
    """
    flow = request.flow
    wanted = {(kind, manifest_name(flow)) for kind in _kinds(flow)}
    for kind in ("Sensor", "EventSource", "CronWorkflow", "WorkflowTemplate"):
        for name in sorted(_names(flow)):
            live = _found(api, kind, path_of(kind, namespace, name)) if (kind, name) not in wanted else None
            if live is not None and _is_of(live, label(flow.name)):
                yield DeletedPiece(api, {**live, "kind": kind}, namespace, lambda: False)


def _kinds(flow: Flow) -> Iterator[str]:
    """The kinds of objects that a flow has by its name."""
    yield "WorkflowTemplate"
    if flow.schedule is not None:
        yield "CronWorkflow"
    if flow.trigger_on_finish is not None:
        yield "EventSource"
    if flow.trigger is not None or flow.trigger_on_finish is not None:
        yield "Sensor"


def _found(api: Api, kind: str, path: str) -> Object | None:
    """What is live. Where Argo Events is not installed, or may not be read, flowc has put nothing of it."""
    try:
        return api.found(path)
    except KindMissing:
        if kind in OF_EVENTS:
            return None
        raise
    except Refused as refusal:
        if kind in OF_EVENTS and refusal.status == 403:
            return None
        raise


def _names(flow: Flow) -> frozenset[str]:
    """A schedule makes the longest name shorter."""
    schedule = flow.schedule or Schedule(cron="", timezone=None, span=flow.span)
    return frozenset(manifest_name(replace(flow, schedule=one)) for one in (None, schedule))


def _is_of(live: Object, flow: str) -> bool:
    labels = live["metadata"].get("labels", {})
    return bool(labels.get(LABEL) == VALUE and labels.get("flowc.dev/flow") == flow)


def unneeded_packages(api: Api, request: Request, namespace: str) -> Iterator[DeletedPiece]:
    """The packages of earlier builds, but for those of runs that have not ended."""
    current = config_map_name(manifest_name(request.flow), request.package)
    keep = {current} if delivery(request) == "inline" else set()
    names = _names(request.flow)
    path = collection("ConfigMap", namespace)
    listed = [
        one
        for one in api.items(path, labelSelector=f"{LABEL}={VALUE}")
        if _is_package(one["metadata"]["name"], names) and one["metadata"]["name"] not in keep
    ]
    if not listed:
        return
    needed = needed_packages(api, namespace)
    for one in sorted(listed, key=lambda each: str(each["metadata"]["name"])):
        name = str(one["metadata"]["name"])
        if name not in needed:
            yield DeletedPiece(
                api,
                {**one, "kind": "ConfigMap"},
                namespace,
                lambda name=name: name in needed_packages(api, namespace),  # type: ignore[misc]
            )


def _is_package(name: str, flows: frozenset[str]) -> bool:
    flow, _, digest = name.rpartition("-")
    return flow in flows and HASH.fullmatch(digest) is not None


def needed_packages(api: Api, namespace: str) -> frozenset[str]:
    """The ConfigMaps that runs which have not ended mount."""
    found: set[str] = set()
    templates: dict[str, Object | None] = {}
    for run in api.items(collection("Workflow", namespace)):
        status = run.get("status") or {}
        if status.get("phase") in ENDED:
            continue
        spec = status.get("storedWorkflowTemplateSpec")
        if spec is None:  # it will begin with the template as it is then
            name = str((run["spec"].get("workflowTemplateRef") or {}).get("name", ""))
            if name and name not in templates:
                templates[name] = api.found(path_of("WorkflowTemplate", namespace, name))
            spec = (templates.get(name) or {}).get("spec") or run["spec"]
        found |= {
            str(volume["configMap"]["name"]) for volume in spec.get("volumes") or () if "configMap" in volume
        }
    return frozenset(found)
