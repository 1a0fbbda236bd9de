"""A container template to a pod, as `workflow/controller/workflowpod.go` of Argo 4.1 does it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tests.argo_sim.substitute import substitute
from tests.engines.argo.kube.api import Object
from tests.engines.argo.kube.setup import NODE
from tests.engines.argo.node.report import NODE_ID, OUTSIDE, WORKFLOW

_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_KEYS = {
    "env": "name",
    "volumeMounts": "mountPath",
    "ports": "containerPort",
    **dict.fromkeys(("containers", "initContainers"), "name"),
}
"""Lists that a strategic merge joins by a key of their items; any other is replaced."""
EXECUTOR = "quay.io/argoproj/argoexec:v4.1.2"
LONGEST = 253
SECURITY = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "runAsNonRoot": True}
"""What Argo gives its own containers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One attempt of one node: its name in the workflow, its template with the values of its inputs."""

    node: str
    template: Object
    variables: Mapping[str, str]


def pod_of(workflow: Object, spec: Object, task: Task, constants: Mapping[str, str]) -> Object:
    """The pod. `constants` are replaced a second time in the whole of it, whatever text is there by then."""
    defaults = spec.get("templateDefaults", {}).get("container", {})
    raw = {**task.template, "container": merged(defaults, task.template["container"])}
    template = substitute(raw, task.variables)
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": _metadata(workflow, spec, task, template),
        "spec": _spec(spec, template),
    }
    replaced: Object = _lenient(pod, constants)
    return replaced


def pod_name(workflow: str, template: str, node: str) -> str:
    """The name of a pod, as Argo makes it of the workflow's, the template's and the node's."""
    number = f"-{fnv(node)}"
    return f"{workflow}-{template}"[: LONGEST - len(number)] + number


def fnv(text: str) -> int:
    """FNV-1a of 32 bits."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def merged(below: Any, above: Any, key: str | None = None) -> Any:
    """A strategic merge: mappings by key, some lists by a key of their items, everything else replaced."""
    if isinstance(below, dict) and isinstance(above, dict):
        keys = dict.fromkeys((*below, *above))
        return {
            one: merged(below[one], above[one], one)
            if one in below and one in above
            else {**below, **above}[one]
            for one in keys
        }
    if isinstance(below, list) and isinstance(above, list) and key in _KEYS:
        name = _KEYS[key]
        found = {item[name]: item for item in below}
        for item in above:
            found[item[name]] = merged(found[item[name]], item) if item[name] in found else item
        return list(found.values())
    return above


def _metadata(workflow: Object, spec: Object, task: Task, template: Object) -> Object:
    own, shared = template.get("metadata", {}), spec.get("podMetadata", {})
    name, uid = workflow["metadata"]["name"], workflow["metadata"]["uid"]
    labels = {**shared.get("labels", {}), **own.get("labels", {})}
    annotations = {**shared.get("annotations", {}), **own.get("annotations", {})}
    annotations |= {NODE_ID: f"{name}-{fnv(task.node)}", "workflows.argoproj.io/node-name": task.node}
    owner = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "name": name,
        "uid": uid,
        "controller": True,
    }
    return {
        "name": pod_name(name, template["name"], task.node),
        "labels": {**labels, WORKFLOW: name, "workflows.argoproj.io/completed": "false"},
        "annotations": annotations,
        "ownerReferences": [owner],
    }


def _spec(spec: Object, template: Object) -> Object:
    shared = {"name": "var-run-argo", "emptyDir": {}}
    found = {
        "nodeName": NODE,
        "hostNetwork": False,
        "restartPolicy": "Never",
        "volumes": [*spec.get("volumes", []), *template.get("volumes", []), shared],
        "initContainers": [_init()],
        "containers": [_wait(template), _main(template)],
    }
    for name in ("securityContext", "imagePullSecrets", "serviceAccountName", "tolerations", "nodeSelector"):
        for holder in (spec, template):
            if name in holder:
                found[name] = holder[name]
    if "activeDeadlineSeconds" in template:
        found["activeDeadlineSeconds"] = int(template["activeDeadlineSeconds"])
    patch = yaml.safe_load(template.get("podSpecPatch", "{}"))
    patched: Object = merged(found, patch)
    return patched


def _init() -> Object:
    """What puts the executor where `main` finds it."""
    return {
        "name": "init",
        "image": EXECUTOR,
        "command": ["argoexec", "init"],
        "volumeMounts": [{"name": "var-run-argo", "mountPath": "/var/run/argo"}],
        "securityContext": SECURITY,
    }


def _main(template: Object) -> Object:
    container = template["container"]
    mounts = [*container.get("volumeMounts", []), {"name": "var-run-argo", "mountPath": "/var/run/argo"}]
    return {**container, "name": "main", "volumeMounts": mounts}


def _wait(template: Object) -> Object:
    """Argo's executor; it has the volumes of `main` below a folder of its own."""
    own = template["container"].get("volumeMounts", [])
    mounts = [{**mount, "mountPath": OUTSIDE + mount["mountPath"]} for mount in own]
    return {
        "name": "wait",
        "image": EXECUTOR,
        "command": ["argoexec", "wait"],
        "env": [{"name": "ARGO_TEMPLATE", "value": json.dumps({"outputs": template.get("outputs", {})})}],
        "volumeMounts": [*mounts, {"name": "var-run-argo", "mountPath": "/var/run/argo"}],
        "securityContext": SECURITY,
    }


def _lenient(value: Any, constants: Mapping[str, str]) -> Any:
    """Every `{{name}}` of a constant replaced, wherever it stands; anything else stays as it is."""
    if isinstance(value, dict):
        return {key: _lenient(item, constants) for key, item in value.items()}
    if isinstance(value, list):
        return [_lenient(item, constants) for item in value]
    if not isinstance(value, str):
        return value
    return _TAG.sub(lambda found: constants.get(found.group(1).strip(), found.group(0)), value)
