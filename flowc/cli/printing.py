"""Findings on their way to the user."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from flowc.cli.exits import FINDINGS, MISUSE, OK
from flowc.diagnostics import Finding
from flowc.pipeline.unit import displayed, has_errors

if TYPE_CHECKING:
    from flowc.diagnostics.render import RuleText


def displayed_from(folder: Path, findings: Iterable[Finding]) -> list[Finding]:
    """Findings about a flow in a folder, their files named from where the user stands."""
    return [displayed(finding, folder) for finding in findings]


FLOWC_AT_FAULT = "FLOW901"
FOR_PEOPLE = ("full", "concise", "github")


def report(
    findings: Sequence[Finding],
    files: Sequence[str],
    format_name: str,
    stream: TextIO,
    *,
    say_when_clean: bool = False,
) -> int:
    """Print findings in a format and give the exit status they stand for.

    Without findings, a format for people prints nothing unless asked to.
    """
    if findings or say_when_clean or format_name not in FOR_PEOPLE:
        from flowc import __version__
        from flowc.diagnostics.render import Report, render
        from flowc.diagnostics.render.report import in_order

        made = Report(
            findings=in_order(findings),
            files=tuple(files),
            version=__version__,
            color=_wants_colour(stream),
            source=_lines,
            rules=_rule_texts,
        )
        stream.write(render(made, format_name))
        stream.flush()
    if any(finding.code == FLOWC_AT_FAULT for finding in findings):
        return MISUSE
    return FINDINGS if has_errors(findings) else OK


def warn(message: str) -> None:
    """Say something on stderr that stops nothing."""
    sys.stderr.write(f"warning: {message}\n")


def _rule_texts() -> Mapping[str, RuleText]:
    from flowc.diagnostics.render import RuleText
    from flowc.ir.rules import RULES

    return {
        rule.code: RuleText(code=rule.code, title=rule.title, why=rule.why, severity=rule.severity)
        for rule in RULES
    }


def _wants_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@lru_cache(maxsize=64)
def _lines(file: str) -> tuple[str, ...] | None:
    from flowc.frontend.files import bytes_of

    try:
        text = bytes_of(Path(file)).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
