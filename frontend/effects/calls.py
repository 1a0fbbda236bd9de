"""Calls: followed where the source shows the function, taken as unseen otherwise."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects import access
from flowc.frontend.effects.builtin_calls import BUILTINS, RISKY
from flowc.frontend.effects.functions import Argument, call_local, follow
from flowc.frontend.effects.literals import scalar
from flowc.frontend.effects.merging import merge_artifacts
from flowc.frontend.effects.names import FLOW_API, is_magic
from flowc.frontend.effects.values import SELF, SUPER, Literals, Local, Value
from flowc.frontend.effects.walk import Found, Walk


def call(walk: Walk, node: cst.Call) -> Value | None:
    """Any call."""
    match node.func:
        case cst.Name(value=name):
            return _call_name(walk, node, name)
        case cst.Attribute(value=receiver, attr=attr):
            return _call_attribute(walk, node, receiver, attr.value)
        case cst.Lambda() as inner:
            return call_local(walk, Local(inner, walk.source), _arguments(walk, node))
        case other:
            walk.use(other)
            return _call_unseen(walk, node)


def _call_name(walk: Walk, node: cst.Call, name: str) -> Value | None:
    arguments = _arguments(walk, node)
    local = walk.state.names.get(name)
    if isinstance(local, Local):
        return call_local(walk, local, arguments)
    found = _function(walk, arguments, (name,))
    if found is not None:
        return follow(walk, found, arguments, None)
    builtin = BUILTINS.get(name)
    if builtin is not None:
        walk.risky = walk.risky or name in RISKY
        return builtin(walk, node, arguments)
    return _escape(walk, arguments)


def _function(walk: Walk, arguments: list[Argument], path: tuple[str, ...]) -> Found | None:
    """The function of a module, when it gets something that matters."""
    if walk.resolve.function is None or any(argument.star for argument in arguments):
        return None
    if all(argument.value is None or isinstance(argument.value, Literals) for argument in arguments):
        return None
    return walk.resolve.function(walk.source, path)


def _call_attribute(walk: Walk, node: cst.Call, receiver: cst.BaseExpression, attr: str) -> Value | None:
    value = _receiver(walk, receiver)
    if value == SELF:
        return _call_on_flow(walk, node, attr)
    if value == SUPER:
        return _call_above(walk, node, attr)
    walk.use(node.func)
    arguments = _arguments(walk, node)
    path = _dotted(receiver)
    found = _function(walk, arguments, (*path, attr)) if value is None and path else None
    if found is not None:
        return follow(walk, found, arguments, None)
    if attr in ("S3", "reduce"):
        return BUILTINS[attr](walk, node, arguments)
    return _escape(walk, arguments)


def _dotted(node: cst.BaseExpression) -> tuple[str, ...]:
    """`a.b` as its names; empty for anything else."""
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    return (node.value, *reversed(names)) if isinstance(node, cst.Name) else ()


def _receiver(walk: Walk, node: cst.BaseExpression) -> Value | None:
    match node:
        case cst.Name(value=name):
            return walk.state.names.get(name)
        case cst.Call(func=cst.Name(value="super")):
            return SUPER
        case _:
            return None


def _call_on_flow(walk: Walk, node: cst.Call, attr: str) -> Value | None:
    if attr == "next":
        _next(walk, node)
        return None
    if attr == "merge_artifacts":
        walk.risky = True
        merge_artifacts(walk, node)
        return None
    if attr in FLOW_API:
        return _call_unseen(walk, node)
    found = walk.resolve.method(attr)
    if found is not None:
        return follow(walk, found, _arguments(walk, node), SELF)
    if is_magic(attr):
        walk.opaque(f"`self.{attr}` gives access to every artifact")
    elif walk.resolve.open_class is not None:
        walk.opaque(f"`self.{attr}` may be a method of a class that the source does not show")
    else:
        access.read(walk, attr, node.func)
    return _call_unseen(walk, node)


def _call_above(walk: Walk, node: cst.Call, attr: str) -> Value | None:
    function = walk.frames[-1].node
    if attr in FLOW_API or attr == "__init__":
        return _call_unseen(walk, node)
    found: Found | None = None
    if walk.resolve.above is not None and isinstance(function, cst.FunctionDef):
        found = walk.resolve.above(function, attr)
    if found is not None:
        return follow(walk, found, _arguments(walk, node), SELF)
    walk.opaque(f"`super().{attr}` is not in the source")
    return _call_unseen(walk, node)


def _next(walk: Walk, node: cst.Call) -> None:
    """The transition: its targets are steps, its `foreach` and `condition` are checked with the graph."""
    for argument in node.args:
        if argument.keyword is not None and argument.keyword.value == "num_parallel":
            walk.use(argument.value)


def _call_unseen(walk: Walk, node: cst.Call) -> Value | None:
    return _escape(walk, _arguments(walk, node))


def _escape(walk: Walk, arguments: list[Argument]) -> Value | None:
    walk.risky = True
    for argument in arguments:
        walk.escape(argument.value)
    return None


def _arguments(walk: Walk, node: cst.Call) -> list[Argument]:
    """Walk the arguments in order."""
    arguments: list[Argument] = []
    for argument in node.args:
        value = walk.evaluate(argument.value)
        if value is None:
            text = scalar(argument.value)
            value = None if text is None else Literals((text,))
        keyword = argument.keyword.value if argument.keyword else None
        arguments.append(Argument(value, keyword, bool(argument.star)))
    return arguments
