"""The type of a Parameter: from `type=`, or from its default."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.kinds import binding_of
from flowc.frontend.reader import Reader
from flowc.frontend.scope import ImportedModule, ImportedName, Unknown
from flowc.ir.flow import ParameterType

_BUILTIN: Mapping[str, ParameterType] = {
    "str": "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "dict": "json",
    "list": "json",
}
_CLICK: Mapping[str, ParameterType] = {
    "STRING": "str",
    "INT": "int",
    "FLOAT": "float",
    "BOOL": "bool",
    "IntRange": "int",
    "FloatRange": "float",
    "Path": "str",
    "UUID": "str",
}


@record
class Typed:
    """A type, and the texts that alone are allowed when it is a choice."""

    type: ParameterType
    choices: tuple[str, ...] = ()


def read_type(arguments: Arguments) -> Typed | None:
    """What `type=` says; None when it is absent, or after a finding when it is none of the known types."""
    node = arguments.node("type")
    if node is None or (isinstance(node, cst.Name) and node.value == "None"):
        return None
    found = _typed(node, arguments.reader)
    if found is None:
        arguments.wrong(
            "type",
            "str, int, float, bool, JSONType or click.Choice([...])",
            help="use one of these, and convert the value in the start step",
        )
    return found


def type_of(value: object) -> ParameterType:
    """The type that a default gives to its Parameter."""
    match value:
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case list() | tuple() | dict():
            return "json"
    return "str"


def _typed(node: cst.BaseExpression, reader: Reader) -> Typed | None:
    callee = node.func if isinstance(node, cst.Call) else node
    if reader.dsl(callee) in ("JSONType", "JSONTypeClass"):
        return Typed(type="json")
    name = _click_name(callee, reader)
    if name == "Choice" and isinstance(node, cst.Call):
        return _choice(node, reader)
    if name is not None:
        return Typed(type=_CLICK[name]) if name in _CLICK else None
    if isinstance(node, cst.Name) and node.value in _BUILTIN:
        return Typed(type=_BUILTIN[node.value]) if _is_builtin(node, reader) else None
    return None


def _is_builtin(node: cst.Name, reader: Reader) -> bool:
    return isinstance(reader.scope.lookup(node.value), Unknown)


def _click_name(callee: cst.BaseExpression, reader: Reader) -> str | None:
    """`Choice` for `click.Choice`, under any alias of click."""
    if isinstance(callee, cst.Attribute):
        module = binding_of(callee.value, reader.scope)
        dotted = module.dotted if isinstance(module, ImportedModule) else ""
        if isinstance(module, ImportedName):
            dotted = module.name
        return callee.attr.value if dotted.rpartition(".")[2] == "click" else None
    binding = binding_of(callee, reader.scope)
    if isinstance(binding, ImportedName) and binding.dotted.rpartition(".")[2] == "click":
        return binding.name
    return None


def _choice(call: cst.Call, reader: Reader) -> Typed | None:
    """`click.Choice([...])`; None when its choices are not all known texts."""
    if not call.args or call.args[0].star:
        return None
    values = reader.value(call.args[0].value, "the choices")
    if not isinstance(values, list | tuple) or not all(isinstance(value, str) for value in values):
        return None
    return Typed(type="str", choices=tuple(values))
