"""Names, labels and annotations of objects, and their size: FLOW570, 571, 574 and 575."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.checks.names import is_label_value, is_object_name, is_qualified
from flowc.backends.argo.lint.model import Document, Workflow
from flowc.backends.argo.lint.tree import Fields, Node, Text
from flowc.diagnostics import Finding, Span, error

LONGEST = {"WorkflowTemplate": 63, "ClusterWorkflowTemplate": 63, "Workflow": 63, "CronWorkflow": 52}
"""Their names become labels; a CronWorkflow adds a time stamp."""

MAX_ANNOTATIONS = 256 * 1024
MAX_OBJECT = 1_572_864
"""What etcd takes by default: 1.5 MiB."""


def check_metadata(document: Document) -> Iterator[Finding]:
    """The metadata of an object and of the pods it describes."""
    metadata = document.fields.fields("metadata")
    if metadata is None:
        yield _unnamed(document, document.fields.span)
        return
    yield from _name(document, metadata)
    yield from _labels(metadata)
    for held in _described(document.workflow):
        yield from _labels(held)
    if document.size > MAX_OBJECT:
        yield error(
            "FLOW575",
            document.fields.span_of("kind"),
            f"this {document.kind} has about {document.size:,} bytes",
            label=f"at most {MAX_OBJECT:,} are allowed, with aliases written out",
            help="deliver the code another way than inline, or split the flow",
        )


def _unnamed(document: Document, span: Span) -> Finding:
    return error(
        "FLOW570",
        span,
        f"this {document.kind} has no name",
        label="no `metadata.name`",
        help="add `metadata.name`",
    )


def _name(document: Document, metadata: Fields) -> Iterator[Finding]:
    name = metadata.text("name") or metadata.text("generateName")
    if name is None:
        yield _unnamed(document, metadata.span)
        return
    value = name.value if metadata.text("name") is not None else name.value.rstrip("-.")
    longest = LONGEST.get(document.kind, 253)
    if not is_object_name(value) and len(value) <= 253:
        yield error(
            "FLOW570",
            name.span,
            f"`{name.value}` cannot be the name of a {document.kind}",
            label="a-z, 0-9, `-` and `.`, with a letter or digit at both ends",
        )
    elif len(value) > longest:
        yield error(
            "FLOW571",
            name.span,
            f"the name of this {document.kind} has {len(value)} characters",
            label=f"{longest} are allowed",
        )


def _described(workflow: Workflow | None) -> Iterator[Fields]:
    """The metadata that runs and pods get."""
    if workflow is None:
        return
    found = [workflow.spec.fields("workflowMetadata"), workflow.spec.fields("podMetadata")]
    found += [template.fields.fields("metadata") for template in workflow.templates]
    yield from (metadata for metadata in found if metadata is not None)


def _labels(metadata: Fields) -> Iterator[Finding]:
    labels, annotations = metadata.fields("labels"), metadata.fields("annotations")
    for held, what in ((labels, "label"), (annotations, "annotation")):
        for key, span in held.keys.items() if held is not None else ():
            if not is_qualified(key):
                yield error(
                    "FLOW574",
                    span,
                    f"`{key}` cannot be the name of a {what}",
                    label="up to 63 of letters, digits, `-`, `_` and `.`, perhaps behind a domain and `/`",
                )
    for key, value in labels.entries.items() if labels is not None else ():
        yield from _label(key, value)
    size = (
        sum(len(key.encode()) + _size(value) for key, value in annotations.entries.items())
        if annotations
        else 0
    )
    if size > MAX_ANNOTATIONS:
        yield error(
            "FLOW575",
            metadata.span_of("annotations"),
            f"the annotations have {size:,} bytes",
            label=f"at most {MAX_ANNOTATIONS:,} are allowed",
        )


def _size(value: Node) -> int:
    return len(value.value.encode()) if isinstance(value, Text) else 0


def _label(key: str, value: Node) -> Iterator[Finding]:
    if isinstance(value, Text) and "{{" not in value.value and not is_label_value(value.value):
        shown = value.value if len(value.value) <= 40 else value.value[:40] + "..."
        yield error(
            "FLOW574",
            value.span,
            f"`{shown}` cannot be the value of the label `{key}`",
            label="up to 63 of letters, digits, `-`, `_` and `.`",
            help="put it into an annotation",
        )
