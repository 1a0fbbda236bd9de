"""Output formats of findings. One file each; all take the same `Report` and give text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from flowc.diagnostics.render.report import Report, RuleText

FORMATS: Mapping[str, str] = {
    "full": "flowc.diagnostics.render.full",
    "concise": "flowc.diagnostics.render.concise",
    "json": "flowc.diagnostics.render.as_json",
    "sarif": "flowc.diagnostics.render.sarif",
    "github": "flowc.diagnostics.render.github",
    "gitlab": "flowc.diagnostics.render.gitlab",
    "junit": "flowc.diagnostics.render.junit",
}
"""The formats, and where their `render` is: imported only when asked for."""


def render(report: Report, format_name: str) -> str:
    """The report in one of `FORMATS`, ending in a newline unless it is empty.

    Halves of surrogate pairs, which the name of a file or a text of the user's may hold, are escaped.
    """
    function = cast("Callable[[Report], str]", import_module(FORMATS[format_name]).render)
    return function(report).encode("utf-8", "backslashreplace").decode("utf-8")


__all__ = ["FORMATS", "Report", "RuleText", "render"]
