"""What a name can stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope


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
    """Bound several times, under a condition, or in a way only a run can tell. `node` is one such place."""

    reason: str
    node: cst.CSTNode | None
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Not bound in the module, as far as the source tells."""

    reason: str


Binding: TypeAlias = Assigned | Function | Class | ImportedModule | ImportedName | Ambiguous | Unknown
