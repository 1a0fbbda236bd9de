"""What nobody has set, though a deployed flow cannot run without it."""

from __future__ import annotations

from collections.abc import Sequence

from flowc.backends.deployment import Unbound
from flowc.diagnostics import Finding, error
from flowc.diagnostics.span import whole_file


def unbound_finding(file: str, unbound: Sequence[Unbound]) -> Finding | None:
    """FLOW340, naming each with how to set it; None when nothing is missing."""
    if not unbound:
        return None
    names = [f"`{one.name}`" for one in unbound]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return error(
        "FLOW340",
        whole_file(file),
        f"nothing was contacted: {listed} {'is' if len(names) == 1 else 'are'} not set",
        help="\n".join(one.help for one in unbound),
        notes=tuple(f"`{one.name}`: {one.why}" for one in unbound),
    )
