"""What a name of a module stands for, without running the module."""

from __future__ import annotations

from collections.abc import Sequence

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
from flowc.frontend.entries import Entries, collect
from flowc.frontend.language import is_dsl_module
from flowc.frontend.lookup import Lookup
from flowc.frontend.modules import Modules
from flowc.frontend.settle import settle
from flowc.frontend.source import Source

__all__ = [
    "Ambiguous",
    "Assigned",
    "Binding",
    "Class",
    "Function",
    "ImportedModule",
    "ImportedName",
    "Scope",
    "Unknown",
    "dsl_name",
]


class Scope:
    """The names of a module, or of a class body (whose `parent` is then the module's scope)."""

    def __init__(
        self, source: Source, modules: Modules, body: Sequence[cst.CSTNode], parent: Scope | None = None
    ) -> None:
        self.source = source
        self.modules = modules
        self.parent = parent
        self._body = body
        self._entries: Entries | None = None
        self._own: dict[str, Binding] = {}

    def lookup(self, name: str) -> Binding:
        """What a name means here, imports of local modules followed to where the name is defined.

        In a class body, names that it does not bind are looked up in the module.
        """
        return Lookup(self.modules).find(self, name)

    def own(self, name: str) -> Binding:
        """The binding made in this very scope, imports not followed."""
        known = self._own.get(name)
        if known is None:
            # A condition may ask for the name that it guards: the answer is then this one.
            self._own[name] = Unknown(reason=f"the definition of `{name}` depends on itself")
            known = self._own[name] = self._defined(name) or settle(self, self.entries.of(name), name)
        return known

    def denote(self, expr: cst.BaseExpression) -> Binding:
        """What a name, or a dotted name of a module, a submodule or a class, means here."""
        return Lookup(self.modules).denote(self, expr)

    def follow(self, binding: ImportedName) -> Binding:
        """Where an imported name is defined, when its module is local."""
        return Lookup(self.modules).follow(binding)

    def body_of(self, node: cst.ClassDef) -> Scope:
        """The scope of a class body whose names fall back to this scope."""
        body = node.body.body
        return Scope(self.source, self.modules, body, parent=self.module_scope)

    @property
    def module_scope(self) -> Scope:
        """The scope of the module: itself, or that around a class body."""
        return self if self.parent is None else self.parent.module_scope

    @property
    def entries(self) -> Entries:
        """All places that bind names here, collected when first asked for."""
        if self._entries is None:
            self._entries = collect(self.source, self._body, is_module=self.parent is None)
        return self._entries

    def _defined(self, name: str) -> Assigned | None:
        """What `--define` says of the name."""
        if self.parent is not None:
            return None
        defines = self.modules.defines
        dotted = f"{self.source.name}.{name}"
        key = dotted if dotted in defines else name
        if key not in defines or (key == name and not self.source.is_entry):
            return None
        return Assigned(expr=cst.parse_expression(repr(defines[key])), scope=self)


def dsl_name(expr: cst.BaseExpression, scope: Scope) -> str | None:
    """The name in flowc's language (`FlowSpec`, `step`, `conda_base`, ...) that an expression denotes, under
    any alias.

    A call is not looked through: pass `call.func`. None when the expression is something else.
    """
    for _ in range(_MAX_ALIASES):
        binding = scope.denote(expr)
        match binding:
            case ImportedName(dotted=dotted, name=name):
                return name if is_dsl_module(dotted) else None
            case Assigned(expr=inner, scope=where) if isinstance(inner, (cst.Name, cst.Attribute)):
                expr, scope = inner, where
            case _:
                return None
    return None


_MAX_ALIASES = 20
"""How many `a = b` are followed in a row."""
