"""What a name of a module stands for, without running the module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from flowc.frontend.modules import Modules
from flowc.frontend.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """`name = expr`, once, unconditionally. `scope` is where `expr` is to be evaluated."""

    expr: cst.BaseExpression
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """`def name`."""

    node: cst.FunctionDef
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """`class name`."""

    node: cst.ClassDef
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedModule:
    """A module: `import dotted`, `import dotted as name`, or a submodule imported by name."""

    dotted: str
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedName:
    """`from dotted import name`, where `dotted` is not a local module."""

    dotted: str
    name: str
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Bound several times, under a condition, or in a way that needs the program to run. `node` is one such place."""

    reason: str
    node: cst.CSTNode | None
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Not bound in the module, as far as the source tells."""

    reason: str


Binding: TypeAlias = Assigned | Function | Class | ImportedModule | ImportedName | Ambiguous | Unknown


class Scope:
    """The names of a module, or of a class body (whose `parent` is then the module's scope)."""

    source: Source
    modules: Modules
    parent: Scope | None

    def lookup(self, name: str) -> Binding:
        """What a name means here, imports of local modules followed to where the name is defined.

        In a class body, names that it does not bind are looked up in the module.
        """
        raise NotImplementedError

    def own(self, name: str) -> Binding:
        """The binding made in this very scope, imports not followed."""
        raise NotImplementedError

    def body_of(self, node: cst.ClassDef) -> Scope:
        """The scope of a class body whose names fall back to this scope."""
        raise NotImplementedError


def dsl_name(expr: cst.BaseExpression, scope: Scope) -> str | None:
    """The name in flowc's language (`FlowSpec`, `step`, `conda_base`, ...) that an expression denotes, under any alias.

    A call is not looked through: pass `call.func`. None when the expression is something else.
    """
    raise NotImplementedError
