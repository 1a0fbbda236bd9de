"""A flow's parameters to Airflow's Params, with a JSON schema each. `None`: the task's default."""

from __future__ import annotations

from flowc.backends.airflow.literals import literal, text
from flowc.ir.flow import Flow, Parameter
from flowc.ir.values import Json, Known

_TYPES: dict[str, list[str]] = {
    "str": ["string"],
    "int": ["integer"],
    "float": ["number"],
    "bool": ["boolean"],
    "json": [],
}


def params(flow: Flow) -> tuple[tuple[str, str], ...]:
    """Names, and Params as source text."""
    return tuple((parameter.name, _param(parameter)) for parameter in flow.parameters)


def default(parameter: Parameter) -> Json:
    """The default that Airflow shows; None when only the task knows it."""
    return parameter.default.value if isinstance(parameter.default, Known) else None


def _param(parameter: Parameter) -> str:
    value = default(parameter)
    arguments = [] if parameter.required else [literal(value)]
    kinds = _kinds(parameter)
    if kinds:
        if value is None and not parameter.required:
            kinds = ["null", *kinds]
        arguments.append(f"type={literal(kinds[0] if len(kinds) == 1 else kinds)}")
    if parameter.choices:
        choices: list[Json] = [*parameter.choices]
        if not parameter.required and value not in choices:
            choices.append(value)
        arguments.append(f"enum={literal(choices)}")
    if parameter.help:
        arguments.append(f"description={text(parameter.help)}")
    return f"Param({', '.join(arguments)})"


def _kinds(parameter: Parameter) -> list[str]:
    kinds = _TYPES[parameter.type]
    return [*kinds, "array"] if kinds and parameter.separator is not None else list(kinds)
