"""The default of a Parameter: known, left to run time, or not fitting."""

from __future__ import annotations

import json

import libcst as cst

from flowc.diagnostics import warning
from flowc.diagnostics.record import record
from flowc.frontend.arguments import Arguments, as_json
from flowc.frontend.decorators.kinds import binding_of
from flowc.frontend.evaluate import Unknown
from flowc.frontend.parameters.types import Typed
from flowc.frontend.reader import Reader, way_out
from flowc.frontend.scope import Function
from flowc.ir.flow import ParameterType
from flowc.ir.values import Deferred, Json, Known, Value

_TRUE = ("true", "t", "1", "yes", "y", "on")
_FALSE = ("false", "f", "0", "no", "n", "off")


@record
class _Misfit:
    """Why a value cannot have a type."""

    reason: str


def read_default(arguments: Arguments, name: str = "default") -> Value | None:
    """The default as written; None when absent, `Deferred` for a function, and with FLOW208 for what is unknown."""
    node = arguments.node(name)
    if node is None:
        return Known(value=as_json(arguments.value(name))) if name in arguments else None
    reader = arguments.reader
    if _is_function(node, reader):
        return Deferred(
            source=reader.text(node), reason="a function of the deploy time", span=reader.span(node)
        )
    result = reader.evaluate(node)
    if isinstance(result, Unknown):
        return _left(result, node, arguments)
    try:
        return Known(value=as_json(_plain(result.value)))
    except TypeError:
        arguments.wrong(name, "plain data (text, numbers, lists, dicts) or a function")
        return None


def fitting(default: Value | None, typed: Typed, arguments: Arguments) -> Value | None:
    """The default as a value of the type; FLOW207 and None when it cannot be one."""
    if not isinstance(default, Known) or default.value is None:
        return default
    value = _choose(default.value, typed) if typed.choices else _convert(default.value, typed.type)
    if isinstance(value, _Misfit):
        arguments.report(
            "FLOW207",
            "default",
            f"the default of {_called(arguments)} does not fit its type: {value.reason}",
            label=value.reason,
            help="change the default or the type",
        )
        return None
    return Known(value=value)


def _called(arguments: Arguments) -> str:
    return f"`{arguments.text('name') or arguments.owner}`"


def _left(unknown: Unknown, node: cst.BaseExpression, arguments: Arguments) -> Deferred:
    reader = arguments.reader
    if not reader.hangs_on_failed(node):
        reader.report(
            warning(
                "FLOW208",
                unknown.span,
                f"the default of {_called(arguments)} is left to run time, because {unknown.reason}",
                label="evaluated when the run starts",
                help=way_out(unknown),
            )
        )
    return Deferred(source=reader.text(node), reason=unknown.reason, span=reader.span(node))


def _is_function(node: cst.BaseExpression, reader: Reader) -> bool:
    if isinstance(node, cst.Lambda):
        return True
    if isinstance(node, cst.Call):  # functools.partial(function, ...)
        name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
        return isinstance(name, cst.Name) and name.value == "partial" and bool(node.args)
    return isinstance(binding_of(node, reader.scope), Function)


def _plain(value: object) -> object:
    from pathlib import PurePath

    return str(value) if isinstance(value, PurePath) else value


def _choose(value: Json, typed: Typed) -> Json | _Misfit:
    if value in typed.choices:
        return value
    return _Misfit(reason=f"{value!r} is not one of {', '.join(typed.choices)}")


def _convert(value: Json, wanted: ParameterType) -> Json | _Misfit:
    """What click makes of a default. Raises nothing."""
    try:
        match wanted:
            case "str":
                return str(value) if isinstance(value, bool | int | float) else value
            case "int" if isinstance(value, int | float | str):
                return int(value)
            case "float" if isinstance(value, int | float | str):
                return float(value)
            case "bool":
                return _boolean(value)
            case "json":
                return json.loads(value) if isinstance(value, str) else value
    except (ValueError, OverflowError):
        pass
    return _Misfit(reason=f"{value!r} is not {_ARTICLES[wanted]}")


_ARTICLES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "True or False",
    "json": "JSON",
}


def _boolean(value: Json) -> bool | _Misfit:
    text = str(value).lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    return _Misfit(reason=f"{value!r} is not True or False")
