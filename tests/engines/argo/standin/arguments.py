"""The parameters of a run: those of the template, then those that were submitted."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.argo_sim.pods import Refused
from tests.engines.argo.kube.api import Object

FIELDS = ("name", "default", "value", "valueFrom", "globalName", "enum", "description")
"""The order of Argo's own type, in which its JSON is written."""


def effective(spec: Object, workflow: Object) -> list[Object]:
    """The parameters with their values. Raises `Refused` for what Argo's validation does not let start."""
    found = {one["name"]: dict(one) for one in spec.get("arguments", {}).get("parameters", [])}
    for given in workflow["spec"].get("arguments", {}).get("parameters", []):
        found[given["name"]] = {**found.get(given["name"], {}), **given}
    for name, parameter in found.items():
        if "value" not in parameter:
            raise Refused(f"spec.arguments.{name}.value or spec.arguments.{name}.valueFrom is required")
        if parameter["value"] not in parameter.get("enum", [parameter["value"]]):
            raise Refused(f"spec.arguments.{name}.value is not in its enum")
    return list(found.values())


def variables(workflow: Object, parameters: list[Object]) -> dict[str, str]:
    """What `{{workflow...}}` stands for."""
    metadata = workflow["metadata"]
    values = {f"workflow.parameters.{one['name']}": str(one["value"]) for one in parameters}
    return {
        **values,
        "workflow.name": metadata["name"],
        "workflow.namespace": metadata["namespace"],
        "workflow.uid": metadata["uid"],
        # Go's JSON of a slice that nobody made is `null`: setGlobalParameters of operator.go
        "workflow.parameters.json": as_go([_ordered(one) for one in parameters] or None),
    }


def as_go(value: object) -> str:
    """JSON as Go writes it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _ordered(parameter: Mapping[str, object]) -> dict[str, object]:
    return {name: parameter[name] for name in FIELDS if name in parameter}
