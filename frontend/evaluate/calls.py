"""Calls: of Python's own pure functions, of methods, of the user's small pure functions."""

from __future__ import annotations

from typing import Any

import libcst as cst

from flowc.frontend.bindings import Class, Function, ImportedName, Unknown
from flowc.frontend.evaluate.environment import is_variable, variable
from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.functions import call_function
from flowc.frontend.evaluate.limits import items_of
from flowc.frontend.evaluate.methods import call_method
from flowc.frontend.evaluate.names import denoted
from flowc.frontend.evaluate.natives import CONSTANTS, canonical, native, why_not
from flowc.frontend.evaluate.values import Native, UserFunction

_VERSION = "platform.python_version_tuple"
"""Known to the minor version: that of the Python that will run the steps."""


def call(at: Evaluator, node: cst.Call) -> object:
    """`function(...)`."""
    if is_variable(at, node):
        return variable(at, node)
    function = _function(at, node.func)
    args, keywords = _arguments(at, node)
    match function:
        case Native(dotted=dotted) if dotted == _VERSION:
            return tuple(str(part) for part in at.scope.modules.target_python)
        case Native(dotted=dotted):
            run = native(dotted)
            assert run is not None
            return at.checked(run(*args, **keywords))
        case UserFunction():
            return call_function(at, function, args, keywords, node)
        case (value, str() as name):
            return at.checked(call_method(value, name, args, keywords))
        case _:
            raise at.stop("it calls something that is not a function", node.func)


def _function(at: Evaluator, func: cst.BaseExpression) -> object:
    """The function that is called; for a method, the value and the name."""
    if isinstance(func, cst.Attribute):
        binding = denoted(at, func)
        if binding is None or isinstance(binding, Unknown):
            return at.value(func.value), func.attr.value
        if isinstance(binding, Function):
            return UserFunction(binding.node, binding.scope)
        if isinstance(binding, ImportedName):
            if canonical(binding.dotted) in CONSTANTS:  # os.sep.join(...)
                return at.value(func.value), func.attr.value
            return _library_function(at, binding, func)
        raise at.stop(f"`{at.scope.source.code(func)}` is called, which flowc does not run", func)
    if isinstance(func, cst.Name) and not at.has_value(func.value):
        imported = at.scope.lookup(func.value)
        if isinstance(imported, ImportedName):
            return _library_function(at, imported, func)
        if isinstance(imported, Class):
            raise at.stop(f"`{func.value}` makes an object, which flowc does not do", func)
    if isinstance(func, (cst.Name, cst.Subscript, cst.Call)):
        return at.value(func)
    raise at.stop("it calls something that is not a function", func)


def _library_function(at: Evaluator, binding: ImportedName, func: cst.BaseExpression) -> Native:
    dotted = canonical(f"{binding.dotted}.{binding.name}")
    if native(dotted) is None and dotted != _VERSION:
        raise at.stop(why_not(dotted), func)
    return Native(dotted)


def _arguments(at: Evaluator, node: cst.Call) -> tuple[list[Any], dict[str, Any]]:
    args: list[Any] = []
    keywords: dict[str, Any] = {}
    for arg in node.args:
        if arg.star == "*":
            args.extend(items_of(at.value(arg.value)))
        elif arg.star == "**":
            more = at.value(arg.value)
            if not isinstance(more, dict) or not all(isinstance(key, str) for key in more):
                raise at.stop("it unpacks something that is not a dictionary of names", arg.value)
            keywords.update(more)
        elif arg.keyword is not None:
            keywords[arg.keyword.value] = at.value(arg.value)
        else:
            args.append(at.value(arg.value))
    return args, keywords
