"""Findings about the table `[argo]` of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flowc.backends.argo.events.own import TEXTS
from flowc.backends.argo.packing import MOST_ITEMS, PACK
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, error
from flowc.diagnostics.span import whole_file

NAME = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
RBAC = "rbac"
"""Whether a deployment makes the role of the tasks too; true when not said."""
ARTIFACTS = "artifact-repository"
"""Where a package that comes by `delivery = "store"` is uploaded to."""
CONNECTION: Mapping[str, str] = {
    "kubeconfig": "the kubeconfig file to deploy with",
    "context": "its context",
    "server": "the Argo Server, for links",
    ARTIFACTS: "the bucket of Argo's artifact repository, such as `s3://artifacts`, to put packages into; "
    "false when others do so",
}
"""What only `flowc deploy` and its kin read."""


def config_findings(request: Request) -> Iterator[Finding]:
    """Settings that do not exist or make no sense."""
    for name, value in request.settings.own.items():
        problem = _problem(name, value)
        if problem is not None:
            yield error(
                "FLOW321",
                whole_file(request.flow.file),
                f"`{name}` in the configuration of Argo {problem}",
                help="correct the table [argo] of flowc.toml",
            )


def _problem(name: str, value: Any) -> str | None:
    if name == PACK:
        good = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_ITEMS
        return None if good else f"is a number from 1 to {MOST_ITEMS}"
    if name == RBAC:
        return None if value in (True, False, "true", "false") else "is true or false"
    if name in TEXTS:
        good = isinstance(value, str) and NAME.fullmatch(value) is not None
        return None if good else "is a name: letters, digits, `-`, `_` and `.`"
    if name == ARTIFACTS and value is False:
        return None
    if name in CONNECTION:
        return None if isinstance(value, str) and value else "is a text"
    return f"is no setting of Argo; there are {', '.join((PACK, RBAC, *TEXTS, *CONNECTION))}"
