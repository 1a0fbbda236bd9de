"""`Parameter(...)` to the IR."""

from __future__ import annotations

import libcst as cst

from flowc.diagnostics import warning
from flowc.frontend.arguments import Arguments, bind
from flowc.frontend.parameters.defaults import fitting, read_default
from flowc.frontend.parameters.names import read_name
from flowc.frontend.parameters.types import Typed, read_type, type_of
from flowc.frontend.reader import Reader
from flowc.ir.flow import Parameter
from flowc.ir.values import Known, Value

_POSITIONAL = ("name", "default", "type", "help", "required", "show_default")
_SHOWN = ("hidden", "metavar", "show_choices", "show_envvar", "prompt", "confirmation_prompt", "hide_input")
"""Options of click that only change what a terminal shows; nothing is lost without them."""
_LOST = (
    "envvar",
    "multiple",
    "nargs",
    "is_flag",
    "flag_value",
    "count",
    "callback",
    "is_eager",
    "expose_value",
)
"""Options of click that Metaflow passes on, and that only its own command line knows."""
ARGUMENTS = (*_POSITIONAL, "separator", *_SHOWN, *_LOST)


def read_parameter(attribute: str, call: cst.Call, reader: Reader) -> Parameter:
    """One Parameter; what is wrong with it is reported."""
    arguments = bind(call, owner="Parameter", names=ARGUMENTS, positional=len(_POSITIONAL), reader=reader)
    _warn_lost(arguments)
    name = read_name(arguments, attribute)
    declared = read_type(arguments)
    default = read_default(arguments)
    typed = _widened(declared, default) if declared else _inferred(default)
    separator = _separator(arguments, typed, default)
    return Parameter(
        attribute=attribute,
        name=name,
        type=typed.type,
        default=fitting(default, typed, arguments),
        required=arguments.flag("required") and (default is None or default == Known(value=None)),
        help=arguments.text("help") or "",
        choices=typed.choices,
        separator=separator,
        span=reader.span(call),
    )


def _widened(declared: Typed, default: Value | None) -> Typed:
    """Metaflow lets a list or dict be the default of a text Parameter, and gives it to the steps as it is."""
    if declared == Typed(type="str") and isinstance(default, Known) and type_of(default.value) == "json":
        return Typed(type="json")
    return declared


def _inferred(default: Value | None) -> Typed:
    return Typed(type=type_of(default.value) if isinstance(default, Known) else "str")


def _separator(arguments: Arguments, typed: Typed, default: Value | None) -> str | None:
    separator = arguments.text("separator") or None
    if separator is not None and (typed.type != "str" or not _is_text(default)):
        arguments.report(
            "FLOW203",
            "separator",
            "`separator` splits text, but this Parameter is not text",
            label="only for type=str",
            help="leave out `separator`, or write the default as one text",
        )
        return None
    return separator


def _is_text(default: Value | None) -> bool:
    return not isinstance(default, Known) or isinstance(default.value, str | None)


def _warn_lost(arguments: Arguments) -> None:
    for name in arguments.names():
        if name in _LOST:
            arguments.reader.report(
                warning(
                    "FLOW202",
                    arguments.span_of(name),
                    f"`{name}` of `Parameter` is an option of Metaflow's command line and has no effect here",
                    label="has no effect",
                    help="use type=JSONType for lists, or `separator` to split a text",
                )
            )
