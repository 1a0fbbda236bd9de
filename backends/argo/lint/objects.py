"""Whether a document is an object of Kubernetes, and of a kind that is checked here: FLOW503 and FLOW504."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.similar import did_you_mean
from flowc.backends.argo.lint.tree import Fields, Node, Text
from flowc.diagnostics import Finding, error, note

CHECKED = (
    "WorkflowTemplate",
    "Workflow",
    "CronWorkflow",
    "ClusterWorkflowTemplate",
    "ConfigMap",
    "Role",
    "RoleBinding",
    "ServiceAccount",
    "Sensor",
    "EventSource",
)
PASSED_OVER = (
    "EventBus",
    "WorkflowEventBinding",
    "WorkflowArtifactGCTask",
    "WorkflowTaskSet",
    "WorkflowTaskResult",
    "Secret",
    "Service",
    "ClusterRole",
    "ClusterRoleBinding",
    "Namespace",
    "PersistentVolumeClaim",
    "List",
)
"""Kinds that belong beside workflows and hold nothing that is checked here."""


def check_object(node: Node) -> Iterator[Finding]:
    """Findings about a document as a whole; an empty document is none."""
    if isinstance(node, Text) and node.type == "null":
        return
    if not isinstance(node, Fields):
        yield error(
            "FLOW503",
            node.span,
            "this document is no object of Kubernetes",
            label="a mapping with `apiVersion` and `kind` should stand here",
        )
        return
    missing = [key for key in ("apiVersion", "kind") if node.text(key) is None]
    if missing:
        yield error(
            "FLOW503",
            node.span,
            f"this document has no {' and no '.join(f'`{key}`' for key in missing)}",
            label="an object of Kubernetes says what it is",
            help="begin it with `apiVersion: argoproj.io/v1alpha1` and `kind: WorkflowTemplate`",
        )
        return
    yield from _kind(node)


def _kind(node: Fields) -> Iterator[Finding]:
    kind, version = node.value("kind") or "", node.value("apiVersion") or ""
    if kind in CHECKED or kind in PASSED_OVER:
        return
    span = node.span_of("kind")
    if version.startswith("argoproj.io/"):
        yield error(
            "FLOW503",
            span,
            f"Argo has no kind `{kind}`",
            label="not a kind of Argo Workflows or Argo Events",
            help=did_you_mean(kind, (*CHECKED, *PASSED_OVER)),
        )
        return
    yield note("FLOW504", span, f"objects of kind `{kind}` are not checked", label="passed over")
