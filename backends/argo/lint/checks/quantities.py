"""Amounts of resources: FLOW565."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from flowc.backends.argo.lint.model import Workflow
from flowc.backends.argo.lint.tree import Fields, Text
from flowc.diagnostics import Finding, error


def check_quantities(workflow: Workflow) -> Iterator[Finding]:
    """Requests and limits of every container, and sizes of volumes."""
    roots = [workflow.spec.fields("templateDefaults"), *(template.fields for template in workflow.templates)]
    for root in roots:
        if root is not None:
            for resources in _resources(root):
                yield from _amounts(resources)


def _resources(root: Fields) -> Iterator[Fields]:
    main = [root.fields("container"), root.fields("script")]
    others = [
        *root.records("initContainers"),
        *root.records("sidecars"),
        *root.records("containerSet", "containers"),
    ]
    for container in (*main, *others):
        if container is not None and (resources := container.fields("resources")) is not None:
            yield resources


def _amounts(resources: Fields) -> Iterator[Finding]:
    for kind in ("requests", "limits"):
        amounts = resources.fields(kind)
        for name, amount in amounts.entries.items() if amounts is not None else ():
            if isinstance(amount, Text) and not is_quantity(amount.value):
                yield error(
                    "FLOW565",
                    amount.span,
                    f"`{amount.value}` is no amount of `{name}`",
                    label="a number, and perhaps a unit",
                    help="write it like `500m`, `2`, `512Mi` or `4G`",
                )


def is_quantity(text: str) -> bool:
    """Whether Kubernetes reads `text` as an amount: digits with one of its suffixes. Variables pass."""
    return "{{" in text or _quantity().fullmatch(text) is not None


@lru_cache(maxsize=1)
def _quantity() -> re.Pattern[str]:
    return re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?")
