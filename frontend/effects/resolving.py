"""Finds methods and functions for the walk: in the flow's classes, and in the modules that the source shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import libcst as cst

from flowc.frontend.effects.walk import Found, Resolve

if TYPE_CHECKING:
    from flowc.frontend.classes import ClassInfo, Mro
    from flowc.frontend.modules import Modules
    from flowc.frontend.source import Source


@lru_cache(maxsize=4)
def resolver(mro: Mro) -> Resolve:
    """How the steps of one flow class find what they call; the same object for all of its steps."""
    tables = [_functions_of(info.node) for info in mro.classes]

    def method(name: str) -> Found | None:
        return _first(mro.classes, tables, name, 0)

    def above(function: cst.FunctionDef, name: str) -> Found | None:
        for position, table in enumerate(tables):
            if table.get(function.name.value) is function:
                return _first(mro.classes, tables, name, position + 1)
        return None

    def function(source: Source, path: tuple[str, ...]) -> Found | None:
        return _module_function(mro.classes[0].scope.modules, source, path) if mro.classes else None

    return Resolve(method=method, above=above, function=function, open_class=mro.open)


def _first(
    classes: tuple[ClassInfo, ...], tables: list[Mapping[str, cst.FunctionDef]], name: str, start: int
) -> Found | None:
    for info, table in zip(classes[start:], tables[start:], strict=True):
        if name in table:
            return table[name], info.source
    return None


def _functions_of(node: cst.ClassDef) -> Mapping[str, cst.FunctionDef]:
    """The functions of a class body; the setter of a property `x` is called `x.setter`."""
    table: dict[str, cst.FunctionDef] = {}
    for statement in node.body.body:
        if isinstance(statement, cst.FunctionDef):
            table[statement.name.value + _accessor(statement)] = statement
    return table


def _accessor(node: cst.FunctionDef) -> str:
    """`.setter` or `.deleter` for a function that is one of those of a property."""
    for decorator in node.decorators:
        match decorator.decorator:
            case cst.Attribute(attr=cst.Name(value="setter" | "deleter" as kind)):
                return f".{kind}"
    return ""


def _module_function(modules: Modules, source: Source, path: tuple[str, ...]) -> Found | None:
    """The function that `name`, `module.name` or `Class.name` means in a module."""
    from flowc.frontend.scope import Class, Function, ImportedModule

    binding = modules.scope(source).lookup(path[0])
    for name in path[1:]:
        if isinstance(binding, ImportedModule):
            module = modules.resolve(binding.dotted, binding.scope.source)
            if module is None:
                return None
            binding = modules.scope(module).lookup(name)
        elif isinstance(binding, Class):
            method = _functions_of(binding.node).get(name)
            return None if method is None else (method, binding.scope.source)
        else:
            return None
    return (binding.node, binding.scope.source) if isinstance(binding, Function) else None
