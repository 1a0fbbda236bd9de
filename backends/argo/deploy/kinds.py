"""Where the API server keeps which kind of object."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.argo.deploy.api import Object

GROUPS: Mapping[str, tuple[str, str]] = {
    "ConfigMap": ("/api/v1", "configmaps"),
    "Pod": ("/api/v1", "pods"),
    "ServiceAccount": ("/api/v1", "serviceaccounts"),
    "Role": ("/apis/rbac.authorization.k8s.io/v1", "roles"),
    "RoleBinding": ("/apis/rbac.authorization.k8s.io/v1", "rolebindings"),
    "WorkflowTemplate": ("/apis/argoproj.io/v1alpha1", "workflowtemplates"),
    "CronWorkflow": ("/apis/argoproj.io/v1alpha1", "cronworkflows"),
    "EventSource": ("/apis/argoproj.io/v1alpha1", "eventsources"),
    "Sensor": ("/apis/argoproj.io/v1alpha1", "sensors"),
    "Workflow": ("/apis/argoproj.io/v1alpha1", "workflows"),
}
"""By kind: the version of the API, and the name of the collection."""
ORDER = (
    *("ConfigMap", "ServiceAccount", "Role", "RoleBinding", "WorkflowTemplate"),
    *("CronWorkflow", "EventSource", "Sensor"),
)
"""What is needed comes before what needs it; what starts runs comes last."""


def collection(kind: str, namespace: str) -> str:
    """The path of all objects of a kind in a namespace."""
    root, plural = GROUPS[kind]
    return f"{root}/namespaces/{namespace}/{plural}"


def path_of(kind: str, namespace: str, name: str) -> str:
    """The path of one object."""
    return f"{collection(kind, namespace)}/{name}"


def title(document: Object) -> str:
    """How people call an object."""
    return f"{document['kind']} {document['metadata']['name']}"
