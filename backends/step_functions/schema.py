"""What an execution may be given: a JSON Schema of its input. The first task checks the same again."""

from __future__ import annotations

from flowc.ir.flow import Flow, IncludeFile, Parameter
from flowc.ir.values import Json, Known

TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def schema_of(flow: Flow) -> dict[str, Json]:
    """The schema of the input: one object, a field for each parameter that is given a value."""
    properties: dict[str, Json] = {each.name: _parameter(each) for each in flow.parameters}
    required: list[Json] = [each.name for each in flow.parameters if each.required]
    schema: dict[str, Json] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Parameters of {flow.name}",
        "type": "object",
        "properties": {**properties, **{each.name: _file(each) for each in flow.include_files}},
        "additionalProperties": False,
    }
    return {**schema, "required": required} if required else schema


def _parameter(parameter: Parameter) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if parameter.help:
        found["description"] = parameter.help
    if parameter.type != "json" and parameter.separator is None:
        name = TYPES[parameter.type]
        found["type"] = name if parameter.required else [name, "null"]
    if parameter.choices:
        choices: list[Json] = [*parameter.choices]
        found["enum"] = choices if parameter.required else [*choices, None]
    if isinstance(parameter.default, Known) and parameter.default.value is not None:
        found["default"] = parameter.default.value
    return found


def _file(file: IncludeFile) -> dict[str, Json]:
    described: dict[str, Json] = {"description": file.help} if file.help else {}
    return {**described, "type": ["string", "null"]}
