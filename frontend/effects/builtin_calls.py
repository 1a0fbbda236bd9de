"""Calls of Python's own functions that matter here: `getattr`, `setattr`, `sorted`, `open` and the like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Elements
from typing import TypeAlias

import libcst as cst

from flowc.frontend.effects import access
from flowc.frontend.effects.attributes import attribute_of_flow
from flowc.frontend.effects.functions import Argument, call_local
from flowc.frontend.effects.literals import text_of
from flowc.frontend.effects.names import is_artifact
from flowc.frontend.effects.values import (
    SELF,
    SUPER,
    Item,
    Literals,
    Local,
    Many,
    Sequence,
    Unpicklable,
    Value,
    chosen,
    element_of,
)
from flowc.frontend.effects.walk import Walk

Builtin: TypeAlias = Callable[[Walk, cst.Call, Elements[Argument]], "Value | None"]


def _name_given(node: cst.Call, arguments: Elements[Argument]) -> str | None:
    """The literal second argument of `getattr` and its kin."""
    value = arguments[1].value
    if isinstance(value, Literals) and len(value.values) == 1:
        text = value.values[0]
        return text[1:-1] if text[:1] in "'\"" else None
    return text_of(node.args[1].value)


def _getattr(walk: Walk, node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    if len(arguments) < 2:
        return None
    owner, name, certain = arguments[0].value, _name_given(node, arguments), len(arguments) == 2
    for argument in arguments[2:]:
        walk.escape(argument.value)
    if owner == SELF:
        if name is None:
            walk.opaque("`getattr` gets a name that is known only when the step runs")
        elif not attribute_of_flow(walk, name):
            access.read(walk, name, node, certain=certain)
    elif isinstance(owner, Item) and name is not None and is_artifact(name):
        sure = certain and walk.certain and not owner.chosen
        walk.record.read_input(owner.step, owner.index, name, sure, walk.source.span(node))
    return None


def _setattr(walk: Walk, node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    if len(arguments) != 3 or arguments[0].value != SELF:
        return _harmless(walk, node, arguments)
    name = _name_given(node, arguments)
    if name is None:
        walk.opaque("`setattr` gets a name that is known only when the step runs")
    else:
        value = arguments[2].value
        access.write(walk, name, node, value, access.literal_values(node.args[2].value, value))
    return None


def _delattr(walk: Walk, node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    if len(arguments) == 2 and arguments[0].value == SELF:
        name = _name_given(node, arguments)
        if name is None:
            walk.opaque("`delattr` gets a name that is known only when the step runs")
        else:
            access.delete(walk, name, node)
    return None


def _harmless(walk: Walk, _node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    for argument in arguments:
        if argument.value != SELF:
            walk.escape(argument.value)
    return None


def _magic(walk: Walk, node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    name = node.func.value if isinstance(node.func, cst.Name) else "it"
    if name != "vars" or not arguments or arguments[0].value == SELF:
        walk.opaque(f"`{name}` gives access to every artifact")
    return None


def _escape_all(walk: Walk, arguments: Elements[Argument]) -> None:
    for argument in arguments:
        walk.escape(argument.value)


def _call_keys(walk: Walk, arguments: Elements[Argument], element: Value | None) -> None:
    """Call the local functions among the arguments with an element, as `key=` and `filter` do."""
    for argument in arguments:
        if isinstance(argument.value, Local):
            call_local(walk, argument.value, (Argument(element),))
        elif argument.value == SELF:
            walk.escape(SELF)


def _same_elements(walk: Walk, _node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    element = next((found for found in (element_of(each.value) for each in arguments) if found), None)
    _call_keys(walk, arguments, element)
    return None if element is None else Many(element)


def _filtered(walk: Walk, node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    return chosen(_same_elements(walk, node, arguments))


def _one_element(walk: Walk, node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    many = _same_elements(walk, node, arguments)
    return many.element if isinstance(many, Many) else None


def _map(walk: Walk, _node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    elements = [Argument(element_of(argument.value)) for argument in arguments[1:]]
    if arguments and isinstance(arguments[0].value, Local):
        result = call_local(walk, arguments[0].value, elements)
        return None if result is None else Many(result)
    _escape_all(walk, arguments)
    return None


def _reduce(walk: Walk, _node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    if len(arguments) > 1 and isinstance(arguments[0].value, Local):
        element = element_of(arguments[1].value)
        first = element if len(arguments) == 2 else None
        call_local(walk, arguments[0].value, (Argument(first), Argument(element)))
    else:
        _escape_all(walk, arguments)
    return None


def _enumerate(_walk: Walk, _node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    element = element_of(arguments[0].value) if arguments else None
    return None if element is None else Many(Sequence((None, element)))


def _zip(_walk: Walk, _node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    elements = tuple(element_of(argument.value) for argument in arguments)
    return Many(Sequence(elements)) if any(elements) else None


def _open(walk: Walk, _node: cst.Call, arguments: Elements[Argument]) -> Value | None:
    _escape_all(walk, arguments)
    return Unpicklable("an open file")


def _super(_walk: Walk, _node: cst.Call, _arguments: Elements[Argument]) -> Value | None:
    return SUPER


BUILTINS: Mapping[str, Builtin] = {
    "getattr": _getattr,
    "setattr": _setattr,
    "delattr": _delattr,
    "super": _super,
    "open": _open,
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "reduce": _reduce,
    "filter": _filtered,
    **dict.fromkeys(("exec", "eval", "vars", "locals"), _magic),
    **dict.fromkeys(("max", "min", "next"), _one_element),
    **dict.fromkeys(("list", "tuple", "sorted", "reversed", "set", "frozenset", "iter"), _same_elements),
    **dict.fromkeys(
        (
            "hasattr",
            "print",
            "str",
            "repr",
            "type",
            "id",
            "isinstance",
            "dir",
            "callable",
            "bool",
            "hash",
            "len",
            "dict",
            "range",
        ),
        _harmless,
    ),
    "S3": _harmless,
}
"""By the name called. `S3(run=self)` only asks the flow for the run's address."""

RISKY = frozenset(("exec", "eval", "max", "min", "next", "open", "map", "reduce", "filter", "S3"))
"""Those of them that may well raise."""
