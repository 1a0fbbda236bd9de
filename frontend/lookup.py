"""Following names through imports, from module to module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flowc.frontend.bindings import (
    Ambiguous,
    Assigned,
    Binding,
    Class,
    Function,
    ImportedModule,
    ImportedName,
    Unknown,
)
from flowc.frontend.language import DEFINING, FLOW_DECORATORS, PROVIDED, STEP_DECORATORS, is_dsl_module
from flowc.frontend.modules import Modules, absolute_name

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope

_STAR_NAMES = PROVIDED | DEFINING | FLOW_DECORATORS | STEP_DECORATORS
_MAX_HOPS = 50
"""The longest chain of re-exports that is followed."""


class Lookup:
    """One search. It remembers where it has been, so that circles of imports end."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._seen: set[tuple[str, str]] = set()

    def find(self, scope: Scope, name: str) -> Binding:
        """What a name means in a scope, imports followed."""
        binding = scope.own(name)
        if isinstance(binding, Unknown):
            return self._elsewhere(scope, name, binding)
        if isinstance(binding, ImportedName):
            return self.follow(binding)
        return binding

    def denote(self, scope: Scope, expr: cst.BaseExpression) -> Binding:
        """What a dotted name means in a scope."""
        attributes: list[str] = []
        while isinstance(expr, cst.Attribute):
            attributes.append(expr.attr.value)
            expr = expr.value
        if not isinstance(expr, cst.Name):
            return Unknown(reason="it is not a name")
        binding = self.find(scope, expr.value)
        for attribute in reversed(attributes):
            binding = self.attribute(binding, attribute)
        return binding

    def attribute(self, binding: Binding, name: str) -> Binding:
        """What `binding.name` means."""
        match binding:
            case ImportedModule(dotted=dotted, scope=scope):
                return self.member(dotted, name, scope)
            case Class(node=node, scope=scope):
                inner = scope.body_of(node).own(name)
                if isinstance(inner, Unknown):
                    return Unknown(reason=f"class `{node.name.value}` does not define `{name}`")
                return self.follow(inner) if isinstance(inner, ImportedName) else inner
            case Assigned(expr=expr, scope=scope) if isinstance(expr, (cst.Name, cst.Attribute)):
                if len(self._seen) > _MAX_HOPS:
                    return Unknown(reason="its definition goes in a circle")
                self._seen.add((f"{scope.source.file}:{len(self._seen)}", name))
                return self.attribute(self.denote(scope, expr), name)
            case ImportedName(dotted=dotted, name=outer, scope=scope):
                return ImportedName(dotted=f"{dotted}.{outer}", name=name, scope=scope)
            case Assigned() | Function() | Ambiguous() | Unknown():
                return Unknown(reason=f"`.{name}` is an attribute of a value")

    def member(self, dotted: str, name: str, scope: Scope) -> Binding:
        """What `name` of the module `dotted` means; `scope` is where it was asked."""
        if (dotted, name) in self._seen or len(self._seen) > _MAX_HOPS:
            return Unknown(reason=f"the imports of `{name}` go in a circle")
        self._seen.add((dotted, name))
        outside = ImportedName(dotted=dotted, name=name, scope=scope)
        if is_dsl_module(dotted):
            return outside
        given = self._modules.defines.get(f"{dotted}.{name}")
        if given is not None:
            return Assigned(expr=cst.parse_expression(repr(given)), scope=scope)
        source = self._modules.resolve(dotted, scope.source)
        if source is not None:
            found = self.find(self._modules.scope(source), name)
            if not isinstance(found, Unknown):
                return found
            if not self._modules.exists(f"{dotted}.{name}"):
                return Unknown(reason=f"`{source.file}` does not define `{name}`")
        if self._modules.exists(f"{dotted}.{name}"):
            return ImportedModule(dotted=f"{dotted}.{name}", scope=scope)
        return outside

    def follow(self, binding: ImportedName) -> Binding:
        """Where an imported name is defined, when its module is local."""
        return self.member(binding.dotted, binding.name, binding.scope)

    def _elsewhere(self, scope: Scope, name: str, otherwise: Unknown) -> Binding:
        """A name that the scope does not bind itself: from a star import, or from the module around a class."""
        foreign = ""
        for dotted, level in reversed(scope.entries.stars):
            module = absolute_name(dotted, scope.source, level)
            found = self._starred(scope, module, name)
            if found is not None:
                return found
            if not is_dsl_module(module) and not self._modules.exists(module):
                foreign = module
        if scope.parent is not None:
            return self.find(scope.parent, name)
        if foreign:
            return Unknown(
                reason=f"`{name}` may come from `from {foreign} import *`, whose source is not known"
            )
        return otherwise

    def _starred(self, scope: Scope, dotted: str, name: str) -> Binding | None:
        if name.startswith("_"):
            return None
        if is_dsl_module(dotted):
            known = name in _STAR_NAMES
            return ImportedName(dotted=dotted, name=name, scope=scope) if known else None
        source = self._modules.resolve(dotted, scope.source)
        if source is None:
            return None
        if (dotted, name) in self._seen or len(self._seen) > _MAX_HOPS:
            return None
        self._seen.add((dotted, name))
        found = self.find(self._modules.scope(source), name)
        return None if isinstance(found, Unknown) else found
