"""Arguments that Metaflow computes when it deploys: functions, as in `@trigger(event=lambda context: "name")`.

A function that does nothing but compute gives its value here. What it asks of the context is not known.
"""

from __future__ import annotations

import libcst as cst

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.kinds import binding_of
from flowc.frontend.evaluate.values import Keyed
from flowc.frontend.reader import Reader
from flowc.frontend.returned import body_of, returned_by
from flowc.frontend.scope import Function


def deployed(arguments: Arguments, name: str) -> object:
    """The value of an argument, functions in it called; None when it is absent or unknown (FLOW201)."""
    node = arguments.node(name)
    if node is None or not _has_function(node, arguments.reader):
        return arguments.value(name)
    return _value(node, arguments.reader, f"`{name}` of `{arguments.owner}`")


def _has_function(node: cst.BaseExpression, reader: Reader) -> bool:
    match node:
        case cst.List(elements=elements) | cst.Tuple(elements=elements) | cst.Dict(elements=elements):
            return any(_has_function(element.value, reader) for element in elements)
        case cst.Lambda():
            return True
        case cst.Name() | cst.Attribute():
            return isinstance(binding_of(node, reader.scope), Function)
    return False


def _value(node: cst.BaseExpression, reader: Reader, what: str) -> object:
    match node:
        case cst.List(elements=elements) | cst.Tuple(elements=elements):
            return [_value(element.value, reader, what) for element in elements]
        case cst.Dict(elements=elements) if all(isinstance(item, cst.DictElement) for item in elements):
            pairs = [item for item in elements if isinstance(item, cst.DictElement)]
            return {reader.value(item.key, what): _value(item.value, reader, what) for item in pairs}
        case cst.Lambda(params=params, body=body):
            variables = {param.name.value: Keyed() for param in params.params}
            return reader.within(reader.scope, variables, {}).value(body, what)
        case cst.Name() | cst.Attribute():
            binding = binding_of(node, reader.scope)
            if isinstance(binding, Function):
                return _called(binding, node, reader, what)
    return reader.value(node, what)


def _called(function: Function, node: cst.BaseExpression, reader: Reader, what: str) -> object:
    context = {param.name.value: Keyed() for param in function.node.params.params}
    found = returned_by(function, reader.within(body_of(function), context, {}))
    if found is None:
        return reader.value(node, what)  # says that a function is no value
    return found.reader.value(found.expression, what)
