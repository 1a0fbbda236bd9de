"""How the effects of a step find the methods and functions that its body calls."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.class_attributes import attributes
from flowc.frontend.classes import Mro
from flowc.frontend.effects import Found, Resolve
from flowc.frontend.scope import Function
from flowc.frontend.source import Source


def resolver(order: Mro) -> Resolve:
    """Looks in the classes of a flow and in the modules they are written in."""
    by_class = [attributes([info]) for info in order.classes]
    methods: list[dict[str, Found]] = []
    defined_in: dict[int, int] = {}
    for position, (info, own) in enumerate(zip(order.classes, by_class, strict=True)):
        found: dict[str, Found] = {}
        for attribute in own:
            if isinstance(attribute.definition, cst.FunctionDef):
                found[attribute.name] = (attribute.definition, info.source)
                defined_in[id(attribute.definition)] = position
        methods.append(found)

    def search(name: str, start: int) -> Found | None:
        return next((found[name] for found in methods[start:] if name in found), None)

    def above(function: cst.FunctionDef, name: str) -> Found | None:
        position = defined_in.get(id(function))
        return None if position is None else search(name, position + 1)

    def function(source: Source, name: str) -> Found | None:
        binding = order.classes[0].scope.modules.scope(source).lookup(name)
        return (binding.node, binding.scope.source) if isinstance(binding, Function) else None

    return Resolve(method=lambda name: search(name, 0), above=above, function=function, open_class=order.open)
