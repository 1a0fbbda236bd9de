"""What a name can stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

from flowc.diagnostics.record import record

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope


@record
class Assigned:
    """`name = expr`, once, unconditionally. `scope` is where `expr` is to be evaluated."""

    expr: cst.BaseExpression
    scope: Scope


@record
class Function:
    """`def name`."""

    node: cst.FunctionDef
    scope: Scope


@record
class Class:
    """`class name`."""

    node: cst.ClassDef
    scope: Scope


@record
class ImportedModule:
    """A module: `import dotted`, `import dotted as name`, or a submodule imported by name."""

    dotted: str
    scope: Scope


@record
class ImportedName:
    """`from dotted import name`, where `dotted` is not a local module."""

    dotted: str
    name: str
    scope: Scope


@record
class Ambiguous:
    """Bound several times, under a condition, or in a way only a run can tell. `node` is one such place."""

    reason: str
    node: cst.CSTNode | None
    scope: Scope


@record
class Unknown:
    """Not bound in the module, as far as the source tells."""

    reason: str


Binding: TypeAlias = Assigned | Function | Class | ImportedModule | ImportedName | Ambiguous | Unknown
