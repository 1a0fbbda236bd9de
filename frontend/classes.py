"""Classes and their bases, across modules."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from flowc.diagnostics import Finding
from flowc.frontend.modules import Modules
from flowc.frontend.scope import Scope
from flowc.frontend.source import Source


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassInfo:
    """A class of the user's. `scope` is the one it is defined in, `body` the scope of its own names."""

    source: Source
    node: cst.ClassDef
    scope: Scope
    body: Scope
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mro:
    """The method resolution order: the class itself first, only classes whose source is known.

    `is_flow`: FlowSpec is among the bases. `open` says why there may be members that the source does not show
    (a base of a third-party package), or is None. `findings` (FLOW006) say why no order exists; `classes` is
    then the best guess.
    """

    classes: tuple[ClassInfo, ...]
    is_flow: bool
    open: str | None
    findings: tuple[Finding, ...] = ()


def mro(cls: ClassInfo, modules: Modules) -> Mro:
    """The linear order in which attributes of a class are looked up (C3)."""
    raise NotImplementedError


def flow_classes(source: Source, modules: Modules) -> tuple[ClassInfo, ...]:
    """The flows of a file: classes that derive from FlowSpec, and from which no other class of it derives."""
    raise NotImplementedError


def choose_flow(source: Source, modules: Modules, name: str | None = None) -> ClassInfo | Finding:
    """The one flow to compile: `name`, or the only one, or the one that the `__main__` block starts.

    Otherwise a finding: FLOW004 (no flow, with the likely reason) or FLOW005 (several).
    """
    raise NotImplementedError
