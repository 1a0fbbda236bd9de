"""Findings about the names of `@environment`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowc.diagnostics import Finding, error
from flowc.ir.flow import Step

OWN = "FLOWC_"
"""Variables that begin like this are the task's way to know its place."""


def variable_findings(step: Step, *reserved: str) -> Iterator[Finding]:
    """Names that begin as the task's own do, or as `reserved` ones of the engine, and names that none can have."""
    taken = (OWN, *reserved)
    for name, _ in step.settings.environment:
        if name.startswith(taken):
            yield error(
                "FLOW313",
                step.span,
                f"`@environment` of step `{step.id}` sets `{name}`",
                label=f"variables that begin with {_either(taken)} tell a task what it is",
                help="choose another name",
            )
        elif re.fullmatch(r"[-._A-Za-z][-._A-Za-z0-9]*", name) is None:
            yield error(
                "FLOW313",
                step.span,
                f"`{name}` in `@environment` of step `{step.id}` is not the name of a variable",
                label="letters, digits, `-`, `_` and `.` are allowed, and no digit at the front",
                help="choose another name",
            )


def _either(beginnings: tuple[str, ...]) -> str:
    return " or ".join(f"`{beginning}`" for beginning in beginnings)
