"""What the API server holds before any flow is deployed: kinds of Argo, a namespace, an account, a node."""

from __future__ import annotations

import json
from typing import Any

import yaml

from tests.engines.argo.kube.api import WORKFLOWS, Api, ApiError, Object

NAMESPACE = "flows"
NODE = "n1"
LEVEL = "restricted"
"""The pod-security level that the namespace enforces."""
KINDS = {
    "Workflow": "workflows",
    "WorkflowTemplate": "workflowtemplates",
    "CronWorkflow": "cronworkflows",
    "WorkflowTaskResult": "workflowtaskresults",
    "Sensor": "sensors",
    "EventSource": "eventsources",
}
PLURALS = {
    **{kind: f"{WORKFLOWS}/namespaces/{{namespace}}/{plural}" for kind, plural in KINDS.items()},
    "ConfigMap": "/api/v1/namespaces/{namespace}/configmaps",
    "Secret": "/api/v1/namespaces/{namespace}/secrets",
    "ServiceAccount": "/api/v1/namespaces/{namespace}/serviceaccounts",
    "Role": "/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/roles",
    "RoleBinding": "/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/rolebindings",
    "PersistentVolumeClaim": "/api/v1/namespaces/{namespace}/persistentvolumeclaims",
}


def prepare(api: Api) -> None:
    """Make the cluster ready for flows; what a controller manager would make is made here."""
    for kind, plural in KINDS.items():
        api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", _definition(kind, plural))
    labels = {"pod-security.kubernetes.io/enforce": LEVEL}
    api.create("/api/v1/namespaces", {"metadata": {"name": NAMESPACE, "labels": labels}})
    add_account(api, "default")
    core = f"/api/v1/namespaces/{NAMESPACE}"
    authority = api.access.authority.read_text()
    api.create(
        f"{core}/configmaps", {"metadata": {"name": "kube-root-ca.crt"}, "data": {"ca.crt": authority}}
    )
    api.create("/api/v1/nodes", {"metadata": {"name": NODE}})
    _wait_for_kinds(api)


def add_what_flows_name(api: Api) -> None:
    """What the golden flows expect the people of a cluster to have made: accounts, secrets, a claim."""
    for account in ("trainer", "warehouse-writer"):
        add_account(api, account)
    core = f"/api/v1/namespaces/{NAMESPACE}"
    for secret in ("db-login", "api-key", "warehouse-login"):
        data = {f"{secret.upper().replace('-', '_')}_USER": "reader"}
        api.create(f"{core}/secrets", {"metadata": {"name": secret}, "stringData": data})
    storage = {"accessModes": ["ReadWriteMany"], "resources": {"requests": {"storage": "1Gi"}}}
    api.create(f"{core}/persistentvolumeclaims", {"metadata": {"name": "shared-data"}, "spec": storage})


def add_account(api: Api, name: str) -> None:
    """A service account; nothing else makes one here."""
    api.create(f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts", {"metadata": {"name": name}})


def apply_all(api: Api, text: str) -> list[Object]:
    """Server-side apply of every document of a file, each with its own bytes."""
    return [apply_one(api, part) for part in text.split("\n---\n")]


def apply_one(api: Api, text: str) -> Object:
    """Server-side apply of one document, byte for byte."""
    return api.apply(path_of(yaml.safe_load(text)), text.encode())


def path_of(document: Object) -> str:
    """Where an object of a manifest lives; in the namespace of the tests when it names none."""
    metadata = document["metadata"]
    folder = PLURALS[document["kind"]].format(namespace=metadata.get("namespace", NAMESPACE))
    return f"{folder}/{metadata['name']}"


def dumped(documents: list[dict[str, Any]]) -> str:
    """Objects as one file."""
    return "\n---\n".join(json.dumps(document) for document in documents)


def _definition(kind: str, plural: str) -> Object:
    """As Argo's minimal definitions have it: any fields, no status subresource."""
    anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    whole = {**anything, "x-kubernetes-map-type": "atomic"}  # fields of nodes have no owners of their own
    fields = {"spec": anything, "status": whole, "outputs": anything}
    schema = {"type": "object", "properties": fields, "x-kubernetes-preserve-unknown-fields": True}
    names = {"kind": kind, "listKind": f"{kind}List", "plural": plural, "singular": kind.lower()}
    version = {"name": "v1alpha1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    return {
        "metadata": {"name": f"{plural}.argoproj.io"},
        "spec": {"group": "argoproj.io", "names": names, "scope": "Namespaced", "versions": [version]},
    }


def _wait_for_kinds(api: Api) -> None:
    """Until the API server serves what was just defined."""
    import time

    for _ in range(300):
        try:
            for plural in KINDS.values():
                api.get(f"{WORKFLOWS}/namespaces/{NAMESPACE}/{plural}")
            return
        except ApiError as error:
            if error.code not in (404, 429, 503):
                raise
        time.sleep(0.1)
    raise TimeoutError("the API server does not serve Argo's kinds")
