"""Parameters of a run on an engine: checked on this machine, before anything is started."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from flowc.diagnostics import Finding, error
from flowc.ir.flow import Flow, IncludeFile, Parameter
from flowc.ir.values import Json

SAFE_INTEGER = 2**53
"""Beyond it, engines that hold numbers as doubles change them: such numbers travel as text."""


def typed(flow: Flow, given: Mapping[str, str]) -> tuple[dict[str, Json], tuple[Finding, ...]]:
    """The values to start with, by name, and what is wrong with them. `given` are texts as typed."""
    from flowc.package.plan import plan_of
    from flowc.runtime_shim.convert import BadValue, convert

    nodes = {node["name"]: node for node in plan_of(flow)["flow"]["parameters"]}
    values: dict[str, Json] = {}
    findings = [*_files(flow, given), *_missing(flow, given)]
    for parameter in flow.parameters:
        text = given.get(parameter.name)
        if text is None:
            continue
        try:
            values[parameter.name] = _portable(parameter, text, convert(nodes[parameter.name], text))
        except BadValue as failure:
            findings.append(_bad(parameter, str(failure)))
    return values, tuple(findings)


def _portable(parameter: Parameter, text: str, value: Any) -> Json:
    """The value as it can be sent: as JSON where every engine keeps it, else as it was typed."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < SAFE_INTEGER else text
    if isinstance(value, float):
        return value if math.isfinite(value) else text
    if parameter.type == "json" and isinstance(value, dict | list):
        return value
    return text


def _files(flow: Flow, given: Mapping[str, str]) -> Iterator[Finding]:
    for include in flow.include_files:
        if include.name in given:
            yield _bad(
                include,
                f"the file of `{include.name}` cannot be given: the tasks run on other machines",
                help="deploy the flow with the file as its default, which travels with the code",
            )


def _missing(flow: Flow, given: Mapping[str, str]) -> Iterator[Finding]:
    for parameter in flow.parameters:
        if parameter.required and parameter.default is None and parameter.name not in given:
            yield _bad(
                parameter,
                f"parameter `{parameter.name}` is required",
                help=f"give it: --{parameter.name} VALUE",
            )


def _bad(parameter: Parameter | IncludeFile, message: str, help: str | None = None) -> Finding:  # noqa: A002
    return error("FLOW346", parameter.span, message, label="declared here", help=help)
