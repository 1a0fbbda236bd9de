"""Findings about environment variables that Linux hands to no process."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, error
from flowc.ir.flow import Step

LONGEST = 128 * 1024
"""Bytes of `NAME=value` with the zero byte after it: MAX_ARG_STRLEN of Linux with pages of 4 KiB (execve(2))."""


def too_long(name: str, value: str) -> bool:
    """Whether no process can be started with this variable."""
    return len(name.encode()) + len(value.encode()) + len("=\0") > LONGEST


def long_variable_findings(step: Step) -> Iterator[Finding]:
    """FLOW406 for each variable of `@environment` that is too long, where an engine hands it to the process."""
    for name, value in step.settings.environment:
        if too_long(name, value):
            yield error(
                "FLOW406",
                step.span,
                f"the environment variable `{name}` of step `{step.id}` is {kib(value)} long",
                label=f"a process gets at most {LONGEST // 1024} KiB in one variable",
                help="read it from a file: IncludeFile or Config",
            )


def kib(text: str) -> str:
    """The length of a text in KiB, for people."""
    return f"{len(text.encode()) / 1024:,.0f} KiB"
