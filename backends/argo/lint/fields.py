"""Fields that do not exist (FLOW505), and values of the wrong form (FLOW506), by the table in `fields.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from flowc.backends.argo.lint.event_fields import EVENT_TYPES
from flowc.backends.argo.lint.similar import did_you_mean
from flowc.backends.argo.lint.tree import Fields, Items, Node, Text
from flowc.diagnostics import Finding, Span, error

ROOTS = {
    "Workflow": "@Workflow",
    "WorkflowTemplate": "@WorkflowTemplate",
    "ClusterWorkflowTemplate": "@WorkflowTemplate",
    "CronWorkflow": "@CronWorkflow",
    "ConfigMap": "@ConfigMap",
    "Role": "@Role",
    "RoleBinding": "@RoleBinding",
    "ServiceAccount": "@ServiceAccount",
    "Sensor": "@Sensor",
    "EventSource": "@EventSource",
}
CORE: dict[str, dict[str, Any]] = {
    "ConfigMap": {
        "required": [],
        "fields": {
            "apiVersion": "s",
            "kind": "s",
            "metadata": "@ObjectMeta",
            "data": "{s",
            "binaryData": "{s",
            "immutable": "b",
        },
    },
    "Role": {
        "required": ["rules"],
        "fields": {"apiVersion": "s", "kind": "s", "metadata": "@ObjectMeta", "rules": "[@PolicyRule"},
    },
    "PolicyRule": {
        "required": ["verbs"],
        "fields": {
            "apiGroups": "[s",
            "resources": "[s",
            "resourceNames": "[s",
            "nonResourceURLs": "[s",
            "verbs": "[s",
        },
    },
    "RoleBinding": {
        "required": ["roleRef"],
        "fields": {
            "apiVersion": "s",
            "kind": "s",
            "metadata": "@ObjectMeta",
            "roleRef": "@RoleRef",
            "subjects": "[@Subject",
        },
    },
    "ServiceAccount": {
        "required": [],
        "fields": {
            "apiVersion": "s",
            "kind": "s",
            "metadata": "@ObjectMeta",
            "automountServiceAccountToken": "b",
            "imagePullSecrets": "[@LocalObjectReference",
            "secrets": "*",
        },
    },
    "RoleRef": {"required": ["kind", "name"], "fields": {"apiGroup": "s", "kind": "s", "name": "s"}},
    "Subject": {
        "required": ["kind", "name"],
        "fields": {"apiGroup": "s", "kind": "s", "name": "s", "namespace": "s"},
    },
}
FORMS = {
    "s": ("text", {"str", "timestamp"}),
    "i": ("a whole number", {"int"}),
    "n": ("a number", {"int", "float"}),
    "b": ("true or false", {"bool"}),
    "q": ("text or a number", {"str", "int", "float", "timestamp"}),
    "a": ("a single value", {"str", "int", "float", "bool", "timestamp"}),
}
"""What each shape of a scalar is called, and the YAML types it takes."""

WORDS = {
    "DAGTask": "task",
    "WorkflowStep": "step",
    "DAGTemplate": "dag",
    "ObjectMeta": "metadata",
    "WorkflowSpec": "workflow spec",
    "CronWorkflowSpec": "CronWorkflow spec",
    "EnvVar": "environment variable",
    "ValueFrom": "valueFrom",
    "SensorSpec": "Sensor spec",
    "EventSourceSpec": "EventSource spec",
    "EventDependency": "dependency",
    "SensorTrigger": "trigger",
    "SensorTriggerTemplate": "trigger template",
    "SensorParameter": "parameter",
    "SensorParameterSource": "source of a parameter",
    "ResourceEventSource": "event",
    "ResourceEventFilter": "filter",
}


@lru_cache(maxsize=1)
def _types() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("fields.json").read_text(encoding="utf-8")
    types: dict[str, dict[str, Any]] = json.loads(text)
    return {**types, **CORE, **EVENT_TYPES}


def check_fields(kind: str, root: Fields) -> Iterator[Finding]:
    """Every unknown field and every value of the wrong form in one object."""
    shape = ROOTS.get(kind)
    if shape is None:
        return
    seen: set[tuple[int, str]] = set()
    work: list[tuple[Node, str, str]] = [(root, shape, kind)]
    while work:
        node, shape, name = work.pop()
        if (id(node), shape) in seen or shape == "*" or (isinstance(node, Text) and node.type == "null"):
            continue
        seen.add((id(node), shape))
        if (wanted := _wanted(node, shape)) is not None:
            yield _wrong_form(node, shape, name, wanted)
        elif shape[0] == "@":
            assert isinstance(node, Fields)
            yield from _object(node, shape[1:])
            fields = _types()[shape[1:]]["fields"]
            known = [key for key in node.entries if key in fields]
            work.extend((node.entries[key], fields[key], key) for key in reversed(known))
        else:
            work.extend((item, shape[1:], name) for item in _members(node))


def _members(node: Node) -> list[Node]:
    match node:
        case Items(items=items):
            return items[::-1]
        case Fields(entries=entries):
            return list(entries.values())[::-1]
        case Text():
            return []


def _wanted(node: Node, shape: str) -> str | None:
    """What should stand there instead, if the form is wrong."""
    match shape[0]:
        case "@" | "{":
            return None if isinstance(node, Fields) else "a mapping"
        case "[":
            return None if isinstance(node, Items) else "a list"
        case scalar:
            name, types = FORMS[scalar]
            if isinstance(node, Text) and node.type in types:
                return None
            return name


def _wrong_form(node: Node, shape: str, name: str, wanted: str) -> Finding:
    is_scalar = isinstance(node, Text) and shape[0] in FORMS
    quoted = f'write it in quotes: `"{node.value}"`' if isinstance(node, Text) and shape == "s" else None
    return error(
        "FLOW506",
        node.span,
        f"`{name}` must be {wanted}",
        label=f"this is {_form(node)}",
        help=quoted if is_scalar else None,
    )


def _form(node: Node) -> str:
    match node:
        case Fields():
            return "a mapping"
        case Items():
            return "a list"
        case Text(type="str"):
            return "text"
        case Text(type="bool"):
            return "true or false"
        case Text():
            return "a number"


def _object(node: Fields, type_name: str) -> Iterator[Finding]:
    table = _types()[type_name]
    word = WORDS.get(type_name, type_name[0].lower() + type_name[1:])
    for key, span in node.keys.items():
        if key not in table["fields"] and not _has_own_rule(type_name, key):
            yield _unknown(key, span, word, table["fields"])
    for key in table["required"]:
        if node.get(key) is None and not _has_own_rule(type_name, key):
            yield error(
                "FLOW506", node.span, f"this {word} has no `{key}`", label=f"`{key}` is required here"
            )


def _has_own_rule(type_name: str, key: str) -> bool:
    return type_name == "CronWorkflowSpec" and key in ("schedule", "schedules")


def _unknown(key: str, span: Span, word: str, fields: dict[str, str]) -> Finding:
    return error(
        "FLOW505",
        span,
        f"a {word} has no field `{key}`",
        label="Kubernetes refuses or drops unknown fields",
        help=did_you_mean(key, fields),
    )
