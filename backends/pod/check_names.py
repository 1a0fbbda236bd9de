"""Findings about names that Kubernetes would refuse when a pod is made, which is in the middle of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowc.backends.checks.variables import variable_findings
from flowc.backends.pod.labels import is_label
from flowc.backends.protocol import TargetSettings
from flowc.diagnostics import Finding, error
from flowc.diagnostics.span import whole_file
from flowc.ir.flow import Flow, Step
from flowc.ir.settings import Kubernetes


def configured_names(flow: Flow, settings: TargetSettings) -> Iterator[Finding]:
    """Names and labels of the configuration that no object can have."""
    wrong = [
        f"label `{name}`"
        for name, value in settings.labels.items()
        if not (_is_key(name) and is_label(value))
    ]
    wrong += [f"annotation `{name}`" for name in settings.annotations if not _is_key(name)]
    if settings.namespace is not None and ("." in settings.namespace or not _is_object(settings.namespace)):
        wrong.append(f"namespace `{settings.namespace}`")
    if settings.service_account is not None and not _is_object(settings.service_account):
        wrong.append(f"service account `{settings.service_account}`")
    for what in wrong:
        yield error(
            "FLOW312",
            whole_file(flow.file),
            f"Kubernetes does not take the configured {what}",
            help="look at flowc.toml and the FLOWC_ variables: names have lower-case letters, digits and `-`",
        )


def name_findings(step: Step) -> Iterator[Finding]:
    """Names of variables, labels, annotations and of other objects, as the decorators of a step give them."""
    yield from variable_findings(step)
    kubernetes = step.settings.kubernetes
    if kubernetes is not None:
        yield from _labels(kubernetes)
        yield from _keys(kubernetes)
        yield from _objects(kubernetes)


def _labels(kubernetes: Kubernetes) -> Iterator[Finding]:
    for what, pairs in (("label", kubernetes.labels), ("node selector", kubernetes.node_selector)):
        for name, value in pairs:
            if not is_label(value):
                yield error(
                    "FLOW312",
                    kubernetes.span,
                    f"`{value}` is no value for the {what} `{name}`",
                    label="Kubernetes allows 63 letters, digits, `-`, `_` and `.`",
                    help="use an annotation for free text",
                )


def _keys(kubernetes: Kubernetes) -> Iterator[Finding]:
    for what, pairs in (
        ("a label", kubernetes.labels),
        ("a node selector", kubernetes.node_selector),
        ("an annotation", kubernetes.annotations),
        ("an extended resource", kubernetes.extended_resources),
    ):
        for name, _ in pairs:
            if not _is_key(name):
                yield error(
                    "FLOW312",
                    kubernetes.span,
                    f"`{name}` is no name for {what}",
                    label="Kubernetes allows 63 letters, digits, `-`, `_` and `.`, after a domain and `/`",
                    help="write it like `team` or `example.com/team`",
                )


def _objects(kubernetes: Kubernetes) -> Iterator[Finding]:
    for what, names in (
        ("secret", (*kubernetes.secrets, *kubernetes.image_pull_secrets)),
        ("service account", (kubernetes.service_account or "x",)),
        ("namespace", (kubernetes.namespace or "x",)),
        ("persistent volume claim", tuple(name for name, _ in kubernetes.persistent_volume_claims)),
    ):
        for name in names:
            if not _is_object(name):
                yield error(
                    "FLOW312",
                    kubernetes.span,
                    f"`{name}` is not the name of a {what}",
                    label="Kubernetes allows lower-case letters, digits, `-` and `.`",
                    help="write the name that `kubectl get` shows",
                )


def _is_key(text: str) -> bool:
    domain, slash, name = text.rpartition("/")
    return name != "" and is_label(name) and (not slash or _is_object(domain))


def _is_object(text: str) -> bool:
    """Whether `text` can be the name of an object, or the domain of a label."""
    return len(text) <= 253 and re.fullmatch(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?", text) is not None
