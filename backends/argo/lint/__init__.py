"""The reference checker: what is wrong with an Argo manifest, before a cluster says so.

It knows what a schema cannot say: templates, tasks, `depends`, parameters, outputs and `{{...}}` that refer to one
another. It looks at any Argo manifest, not only at those of flowc.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowc.diagnostics import Finding

if TYPE_CHECKING:  # the command line pays for YAML only when it reads some
    from flowc.backends.argo.lint.load import Loaded
    from flowc.backends.argo.lint.model import Document
    from flowc.backends.argo.lint.source import Source

__all__ = ["lint_manifest"]


def lint_manifest(text: str, name: str) -> tuple[Finding, ...]:
    """All findings about a YAML file with any number of documents; `name` is the file in their spans.

    Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow, Sensor, EventSource, ConfigMap, Role,
    RoleBinding and ServiceAccount are checked; what goes with them (Secret, Service, ...) is passed over.
    Never raises for bad input.
    """
    from flowc.backends.argo.lint.load import load
    from flowc.backends.argo.lint.source import Source

    loaded = load(text, name)
    findings = dict.fromkeys([*loaded.findings, *_documents(loaded, Source(text, name))])
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code, finding.message)))


def _documents(loaded: Loaded, source: Source) -> Iterator[Finding]:
    from flowc.backends.argo.lint.objects import check_object
    from flowc.backends.argo.lint.read import read_documents

    for node in loaded.documents:
        yield from check_object(node)
    documents = read_documents(loaded.documents, loaded.sizes, source)
    for document in documents:
        yield from _document(document)
        if document.kind == "Sensor":
            yield from _sensor(document, documents)


def _sensor(sensor: Document, documents: list[Document]) -> Iterator[Finding]:
    """A Sensor, with the objects of its file, and the workflows that it makes."""
    from flowc.backends.argo.lint.checks.sensors import check_sensor, started
    from flowc.backends.argo.lint.fields import check_fields

    by_kind: dict[str, tuple[Document, ...]] = {}
    for one in documents:
        by_kind[one.kind] = (*by_kind.get(one.kind, ()), one)
    yield from check_sensor(sensor, by_kind)
    for workflow in started(sensor):
        yield from check_fields("Workflow", workflow)


def _document(document: Document) -> Iterator[Finding]:
    from flowc.backends.argo.lint.checks import WORKFLOW_CHECKS
    from flowc.backends.argo.lint.checks.cron import check_cron
    from flowc.backends.argo.lint.checks.metadata import check_metadata
    from flowc.backends.argo.lint.fields import ROOTS, check_fields

    if document.kind not in ROOTS:
        return
    yield from check_fields(document.kind, document.fields)
    yield from check_metadata(document)
    yield from check_cron(document)
    if document.workflow is not None:
        for check in WORKFLOW_CHECKS:
            yield from check(document.workflow)
