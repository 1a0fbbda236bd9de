"""Limits of Argo and Kubernetes that a flow may meet, found before anything is applied."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flowc.backends.argo.check_config import ARTIFACTS
from flowc.backends.argo.names import plain
from flowc.backends.argo.objects import workflow_template
from flowc.backends.argo.package import INLINE_PACKAGE, artifact_key, delivery
from flowc.backends.argo.packing import width_findings
from flowc.backends.argo.state import Lowering
from flowc.backends.argo.workflow import lower_workflow, manifest_name
from flowc.backends.checks.long_variables import long_variable_findings
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, Span, error, note, warning
from flowc.ir.features_used import back_edges
from flowc.ir.flow import Flow

KIB = 1024

ANNOTATION = 256 * KIB
OBJECT = 1024 * KIB
"""What etcd and Argo take for one object, with room for what Kubernetes adds."""

NESTING = 100
"""How deep Argo nests templates by default: the flow, the passes of one loop, a step."""

MEASURED_FROM = 100 * KIB
"""An estimate above which the manifest is made to measure it."""


def limit_findings(request: Request) -> Iterator[Finding]:
    """Findings 4xx; the flow has no errors so far."""
    yield from _names(request.flow)
    yield from _passes(request.flow)
    for step in request.flow.steps:
        yield from long_variable_findings(step)
    yield from width_findings(request.flow, request.settings, manifest_name(request.flow))
    yield from _package(request)
    yield from _size(request)


def _names(flow: Flow) -> Iterator[Finding]:
    """Only names that Argo's rules change; that `_` becomes `-` is no surprise."""
    final = manifest_name(flow)
    if flow.project is None and final != plain(flow.name):
        yield _renamed(f"flow `{flow.name}`", final, flow.span)
    templates = Lowering(flow).templates
    for step in flow.steps:
        if templates[step.id] != plain(step.id):
            yield _renamed(f"step `{step.id}`", templates[step.id], step.span)


def _renamed(what: str, name: str, span: Span) -> Finding:
    return note(
        "FLOW401", span, f"{what} is called `{name}` on Argo", label="Argo does not take its own name"
    )


def _passes(flow: Flow) -> Iterator[Finding]:
    assert flow.region is not None, "only flows with structure come to a backend"
    spans = {str(step.id): step.transition.span for step in flow.steps}
    headers: dict[str, Span] = {}
    for loop, _, source in back_edges(flow.region):
        headers.setdefault(loop.header, spans[source])
    for header, span in headers.items():
        yield note(
            "FLOW404",
            span,
            f"the loop at `{header}` can make fewer than {NESTING} passes on Argo",
            label=f"each pass is a template inside the one before, and Argo nests {NESTING}",
            help="set DISABLE_MAX_RECURSION=true in the workflow controller to lift it",
        )


def _package(request: Request) -> Iterator[Finding]:
    length = len(request.package.data)
    if request.settings.delivery == "inline" and length > INLINE_PACKAGE:
        yield error(
            "FLOW403",
            request.flow.span,
            f"the code package is {_kib(length)}, too large for a ConfigMap",
            label=f"at most {_kib(INLINE_PACKAGE)} travel inside the manifest",
            help='set `delivery = "store"`, or put the code into the image and set `delivery = "image"`',
        )
    elif request.settings.delivery is None and delivery(request) == "store":
        yield warning(
            "FLOW405",
            request.flow.span,
            f"the code package is {_kib(length)}: Argo has to fetch it, it is not part of the manifest",
            label=f"at most {_kib(INLINE_PACKAGE)} travel inside the manifest",
            help=_way_of_the_package(request),
        )


def _way_of_the_package(request: Request) -> str:
    by_hand = (
        "write it with `flowc package FLOW --output flow.pyz` and store it in the artifact "
        f"repository as\n{artifact_key(request.package)}"
    )
    bucket = request.settings.own.get(ARTIFACTS)
    if bucket is False:
        return by_hand
    deploying = (
        f"`flowc deploy` puts it into {bucket}"
        if bucket
        else f"set `{ARTIFACTS}` in [argo] to the repository's bucket, and `flowc deploy` puts it there"
    )
    return f"{deploying}; without `flowc deploy`, {by_hand}"


def _size(request: Request) -> Iterator[Finding]:
    if _estimate(request.flow) < MEASURED_FROM:
        return
    length = _workflow_bytes(request)
    steps = len(request.flow.steps)
    if length > OBJECT:
        yield error(
            "FLOW402",
            request.flow.span,
            f"the workflow of {steps} steps is {_kib(length)}, more than Kubernetes stores",
            label=f"an object may have {_kib(OBJECT)}",
            help="split the flow in two",
        )
    elif length > ANNOTATION:
        yield warning(
            "FLOW402",
            request.flow.span,
            f"the workflow of {steps} steps is {_kib(length)}: too large for a plain `kubectl apply`",
            label=f"it keeps a copy in an annotation of at most {_kib(ANNOTATION)}",
            help="use `kubectl apply --server-side`",
        )


def _estimate(flow: Flow) -> int:
    """At least the bytes that the steps will take."""
    texts = sum(
        len(name) + len(value)
        for step in flow.steps
        for pairs in (step.settings.environment, _metadata(step.settings.kubernetes))
        for name, value in pairs
    )
    return 700 * len(flow.steps) + texts + len(flow.doc)


def _metadata(kubernetes: object) -> tuple[tuple[str, str], ...]:
    return (*getattr(kubernetes, "labels", ()), *getattr(kubernetes, "annotations", ()))


def _workflow_bytes(request: Request) -> int:
    """The length of the WorkflowTemplate as JSON, which is how Kubernetes keeps it."""
    return len(json.dumps(workflow_template(lower_workflow(request)), separators=(",", ":")).encode())


def _kib(length: int) -> str:
    return f"{length / KIB:.0f} KiB"
