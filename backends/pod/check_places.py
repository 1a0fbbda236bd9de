"""Findings about mounts, ports and resources that Kubernetes refuses when a pod is made: in the middle of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import normpath

from flowc.backends.pod.settings import mounts
from flowc.diagnostics import Finding, error
from flowc.ir.flow import Step
from flowc.ir.settings import Kubernetes

LAST_PORT = 65_535
NOTHING: Mapping[str, str] = {}


def place_findings(
    step: Step, kubernetes: Kubernetes, taken: Mapping[str, str] = NOTHING
) -> Iterator[Finding]:
    """What one container cannot have; `taken` are paths where the engine has something of its own, and what."""
    yield from _mounts(step, kubernetes, taken)
    yield from _resources(step, kubernetes)
    if kubernetes.port is not None and not 0 < kubernetes.port <= LAST_PORT:
        yield _wrong(
            kubernetes, f"step `{step.id}` has no port {kubernetes.port}", f"ports end at {LAST_PORT}"
        )


def _mounts(step: Step, kubernetes: Kubernetes, taken: Mapping[str, str]) -> Iterator[Finding]:
    """Each path once: Kubernetes and Argo refuse a container with two mounts at one path."""
    found = dict(taken)
    for name, path in mounts(step.settings):
        place = normpath(path)
        what = _described(name, kubernetes)
        if not path.startswith("/") or ":" in path:
            text = f"`{path}` of step `{step.id}` is no path for {what}"
            yield _wrong(kubernetes, text, "a path in a container begins with `/` and has no `:`")
        elif place in found:
            text = f"step `{step.id}` has {what} at `{place}`, where {found[place]} is"
            yield _wrong(kubernetes, text, "one path, one mount", help="choose another path")
        found.setdefault(place, what)


def _described(name: str, kubernetes: Kubernetes) -> str:
    if name == "dshm":
        return "the shared memory"
    if name == "tmpfs":
        return "the tmpfs"
    claim, _ = kubernetes.persistent_volume_claims[int(name.rpartition("-")[2]) - 1]
    return f"the persistent volume claim `{claim}`"


def _resources(step: Step, kubernetes: Kubernetes) -> Iterator[Finding]:
    """What is no device is asked for elsewhere, and devices are counted."""
    for name, amount in kubernetes.extended_resources:
        if name.startswith("hugepages-"):
            continue
        if "/" not in name:
            text = f"`{name}` of step `{step.id}` is no extended resource"
            yield _wrong(
                kubernetes, text, "they have a domain, like `example.com/device`", help=_instead(name)
            )
        elif re.fullmatch(r"[0-9]+", amount) is None:
            text = f"step `{step.id}` asks for `{amount}` of `{name}`"
            yield _wrong(kubernetes, text, "extended resources are counted", help="write a whole number")


def _instead(name: str) -> str:
    argument = {"cpu": "cpu", "memory": "memory", "ephemeral-storage": "disk"}.get(name)
    return f"use the argument `{argument}`" if argument else "write the domain too"


def _wrong(kubernetes: Kubernetes, message: str, label: str, help: str | None = None) -> Finding:  # noqa: A002
    return error("FLOW312", kubernetes.span, message, label=label, help=help or "correct it")
