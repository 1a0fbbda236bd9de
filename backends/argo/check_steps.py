"""Findings about the settings of steps on Argo."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flowc.backends.argo.braces import has_braces
from flowc.backends.checks.packages import package_findings
from flowc.backends.pod.check_names import configured_names, name_findings
from flowc.backends.pod.check_places import place_findings
from flowc.backends.protocol import Request, TargetSettings
from flowc.diagnostics import Finding, error, warning
from flowc.ir.flow import Step
from flowc.ir.settings import Kubernetes

OWN_LABELS = "flowc.dev/"
OWN_PATHS = {"/flowc": "the code package", "/var/run/argo": "Argo's executor", "/argo": "Argo's executor"}
"""Paths in a task's container at which a volume of the step would take the place of another, or be refused."""


def step_findings(request: Request) -> Iterator[Finding]:
    """Settings that Argo does not have, has elsewhere, or would rewrite."""
    yield from configured_names(request.flow, request.settings)
    yield from package_findings(request, _image, "@kubernetes")
    for step in request.flow.steps:
        yield from _rewritten(step)
        yield from name_findings(step)
        if step.settings.kubernetes is not None:
            yield from place_findings(step, step.settings.kubernetes, OWN_PATHS)
            yield from _kubernetes(step, step.settings.kubernetes, request.settings)


def _kubernetes(step: Step, kubernetes: Kubernetes, settings: TargetSettings) -> Iterator[Finding]:
    if kubernetes.namespace is not None and kubernetes.namespace != settings.namespace:
        yield error(
            "FLOW304",
            kubernetes.span,
            f"step `{step.id}` asks for the namespace `{kubernetes.namespace}`",
            label="all pods of an Argo workflow run in the namespace of the workflow",
            help=f'set `namespace = "{kubernetes.namespace}"` for the target, or remove it here',
        )
    if kubernetes.compute_pool is not None:
        yield warning(
            "FLOW302",
            kubernetes.span,
            f"`compute_pool` of step `{step.id}` has no effect on Argo",
            label="compute pools belong to another platform",
            help="use `node_selector` to choose nodes",
        )
    if (kubernetes.qos or "").lower() == "besteffort":
        yield warning(
            "FLOW302",
            kubernetes.span,
            f"`qos` of step `{step.id}` has no effect on Argo: its pod is Burstable",
            label="a task asks for what `@resources` says, and for 1 CPU and 4 GiB when it says nothing",
            help="remove it, or lower `cpu` and `memory`",
        )
    for name, _ in (*kubernetes.labels, *kubernetes.annotations):
        if name.startswith(OWN_LABELS):
            yield error(
                "FLOW312",
                kubernetes.span,
                f"step `{step.id}` sets `{name}`",
                label=f"labels and annotations that begin with `{OWN_LABELS}` say which task a pod is",
                help="choose another name",
            )


def _image(step: Step) -> str | None:
    return step.settings.kubernetes.image if step.settings.kubernetes is not None else None


def _rewritten(step: Step) -> Iterator[Finding]:
    for what, text in _texts(step):
        if has_braces(text):
            yield error(
                "FLOW306",
                step.span,
                f"{what} of step `{step.id}` contains `{{{{`",
                label="Argo would replace it by the value of a variable",
                help="read the value from a Config, a file or a secret inside the step",
            )


def _texts(step: Step) -> Iterator[tuple[str, str]]:
    """Every text of the user's that ends up in the template of a step."""
    for name, value in step.settings.environment:
        yield f"the environment variable `{name}`", value
    kubernetes = step.settings.kubernetes
    if kubernetes is None:
        return
    for title, text in (
        ("the image", kubernetes.image),
        ("the service account", kubernetes.service_account),
        ("the executable", kubernetes.executable),
        ("the path of the tmpfs", kubernetes.tmpfs_path),
        ("the security context", json.dumps(kubernetes.security_context)),
    ):
        yield title, text or ""
    for title, pairs in (
        ("label", kubernetes.labels),
        ("annotation", kubernetes.annotations),
        ("node selector", kubernetes.node_selector),
        ("persistent volume claim", kubernetes.persistent_volume_claims),
        ("extended resource", kubernetes.extended_resources),
    ):
        for name, value in pairs:
            yield f"the {title} `{name}`", name + value
    for toleration in kubernetes.tolerations:
        yield "a toleration", json.dumps(toleration)
    for secret in kubernetes.secrets:
        yield f"the secret `{secret}`", secret
