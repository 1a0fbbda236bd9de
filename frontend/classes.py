"""Classes and their bases, across modules."""

from __future__ import annotations

import sys
from dataclasses import field
from typing import TypeAlias

import libcst as cst

from flowc.diagnostics import Finding, Span, error, warning
from flowc.diagnostics.record import record, small_record
from flowc.frontend.bindings import Ambiguous, Assigned, Binding, Class, ImportedName, Unknown
from flowc.frontend.language import is_dsl_module
from flowc.frontend.linearise import Cycle, Inconsistent, linearise
from flowc.frontend.modules import Modules
from flowc.frontend.scope import Scope, dsl_name
from flowc.frontend.settle import settle
from flowc.frontend.source import Source


class ClassInfo:
    """A class of the user's. `scope` is the one it is defined in, `body` the scope of its own names."""

    __slots__ = ("body", "name", "node", "scope", "source")

    def __init__(self, *, node: cst.ClassDef, scope: Scope) -> None:
        self.source: Source = scope.source
        self.node = node
        self.scope = scope
        self.body = scope.body_of(node)
        self.name = node.name.value


@record
class Mro:
    """The method resolution order: the class itself first, only classes whose source is known.

    `is_flow`: FlowSpec is among the bases. `open` says why there may be members that the source does not show
    (a base of a third-party package), or is None. `findings` (FLOW006) say why no order exists; `classes` is
    then the best guess. `unseen` (FLOW201) warns of each base that may bring steps and parameters.
    """

    classes: tuple[ClassInfo, ...]
    is_flow: bool
    open: str | None
    findings: tuple[Finding, ...] = ()
    unseen: tuple[Finding, ...] = ()


@small_record
class _Outside:
    """A base whose source is not known: FlowSpec, one without members of interest, or `why` it is open.

    `at` is where it is named, when it may bring steps and parameters.
    """

    name: str
    why: str | None = None
    at: Span | None = field(default=None, compare=False)


_Base: TypeAlias = ClassInfo | _Outside

_FLOW = _Outside("FlowSpec")
_PLAIN = {
    (module, name)
    for module, names in (
        ("abc", ("ABC",)),
        ("typing", ("Generic", "Protocol", "NamedTuple", "TypedDict")),
        ("typing_extensions", ("Protocol", "TypedDict")),
        ("enum", ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag")),
    )
    for name in names
}
"""Bases of the standard library that bring nothing a flow would read or call."""

_MAX_ALIASES = 20


def class_info(binding: Class, modules: Modules) -> ClassInfo:
    """The class that a name denotes; the same object each time."""
    known = modules.memo.get(binding.node)
    if isinstance(known, ClassInfo):
        return known
    info = ClassInfo(node=binding.node, scope=binding.scope)
    modules.memo[binding.node] = info
    return info


def mro(cls: ClassInfo, modules: Modules) -> Mro:
    """The linear order in which attributes of a class are looked up (C3)."""

    def bases(base: _Base) -> tuple[_Base, ...]:
        return _bases(base, modules) if isinstance(base, ClassInfo) else ()

    start: _Base = cls
    order = linearise(start, bases)
    findings: tuple[Finding, ...] = ()
    if isinstance(order.fault, Cycle):
        findings = (_cycle(order.fault.through),)
    elif isinstance(order.fault, Inconsistent):
        findings = (_inconsistent(order.fault.at),)
    outside = [base for base in order.items if isinstance(base, _Outside)]
    why = [base.why for base in outside if base.why is not None]
    return Mro(
        classes=tuple(base for base in order.items if isinstance(base, ClassInfo)),
        is_flow=_FLOW in order.items,
        open=why[0] if why else None,
        findings=findings,
        unseen=tuple(_unseen(base.name, base.why, base.at) for base in outside if base.why and base.at),
    )


def flow_classes(source: Source, modules: Modules) -> tuple[ClassInfo, ...]:
    """The flows of a file: classes that derive from FlowSpec, and from which no other class of it derives."""
    found = [(info, mro(info, modules)) for info in own_classes(source, modules)]
    flows = [info for info, order in found if order.is_flow]
    bases = {base for info, order in found if order.is_flow for base in order.classes if base is not info}
    # Each is a base of another only where bases go in a circle: then one of them stands for all.
    return tuple(info for info in flows if info not in bases) or tuple(flows[:1])


def own_classes(source: Source, modules: Modules) -> tuple[ClassInfo, ...]:
    """All classes that a file defines at its top, in source order; of several with one name, the last."""
    scope = modules.scope(source)
    found: list[ClassInfo] = []
    for entries in scope.entries.by_name.values():
        nodes = [entry.node for entry in entries if isinstance(entry.node, cst.ClassDef)]
        if nodes:
            found.append(class_info(Class(node=nodes[-1], scope=scope), modules))
    return tuple(found)


def _bases(cls: ClassInfo, modules: Modules) -> tuple[_Base, ...]:
    found: list[_Base] = []
    for arg in cls.node.bases:
        base = (
            _Outside("*", f"`{cls.name}` unpacks its bases", cls.source.span(arg))
            if arg.star
            else _base(cls, arg.value, modules)
        )
        if base is not None and base not in found:
            found.append(base)
    return tuple(found)


def _base(cls: ClassInfo, expr: cst.BaseExpression, modules: Modules) -> _Base | None:
    """One base; None for one that adds nothing."""
    while isinstance(expr, cst.Subscript):  # Generic[T]
        expr = expr.value
    if dsl_name(expr, cls.scope) == "FlowSpec":
        return _FLOW
    text, at = cls.source.code(expr), cls.source.span(expr)
    if not isinstance(expr, (cst.Name, cst.Attribute)):
        return _Outside(text, f"its base `{text}` is not written as a class", at)
    binding = _denoted(cls, expr)
    match binding:
        case Class():
            return class_info(binding, modules)
        case ImportedName(dotted=dotted, name=name):
            if is_dsl_module(dotted) or (dotted, name) in _PLAIN:
                return None
            where = None if dotted.partition(".")[0] in sys.stdlib_module_names else at
            return _Outside(
                name, f"its base `{name}` comes from `{dotted}`, whose source is not known", where
            )
        case Unknown() if isinstance(expr, cst.Name) and expr.value in _BUILTINS:
            return None
        case Ambiguous(reason=reason) | Unknown(reason=reason):
            return _Outside(text, f"its base `{text}` is not known: {reason}", at)
        case _:
            return _Outside(text, f"its base `{text}` is not written as a class", at)


_BUILTINS = frozenset({"object", "dict", "list", "tuple", "str", "int", "float", "set", "type", "Exception"})


def _denoted(cls: ClassInfo, expr: cst.BaseExpression) -> Binding:
    """What a base means where the class is defined: `class A(A)` derives from an `A` that was there before."""
    scope = cls.scope
    binding = scope.denote(expr)
    if isinstance(expr, cst.Name) and expr.value == cls.name and not scope.modules.defines:
        earlier = [entry for entry in scope.entries.of(cls.name) if entry.node is not cls.node]
        binding = settle(scope, earlier, cls.name) if earlier else binding
        if isinstance(binding, ImportedName):
            return scope.follow(binding)
    for _ in range(_MAX_ALIASES):
        if not (isinstance(binding, Assigned) and isinstance(binding.expr, (cst.Name, cst.Attribute))):
            break
        binding = binding.scope.denote(binding.expr)
    return binding


def _unseen(name: str, why: str, at: Span) -> Finding:
    return warning(
        "FLOW201",
        at,
        f"what the base `{name}` brings to the flow cannot be known without running it: {why}",
        label="steps, parameters and decorators of this base are left out",
        help="name the folder of its module in `search-paths`, or write the base as a class that flowc can read",
    )


def _cycle(through: tuple[_Base, ...]) -> Finding:
    classes = [base for base in through if isinstance(base, ClassInfo)]
    first = classes[0]
    names = " -> ".join(f"`{one.name}`" for one in [*classes, first])
    return error(
        "FLOW006",
        first.source.span(first.node.name),
        f"the bases of class `{first.name}` go in a circle: {names}",
        label="derives from itself",
        help="take one of these classes out of the bases of the other",
    )


def _inconsistent(at: _Base) -> Finding:
    assert isinstance(at, ClassInfo)
    names = ", ".join(f"`{at.source.code(arg.value)}`" for arg in at.node.bases)
    return error(
        "FLOW006",
        at.source.span(at.node.name),
        f"the bases of class `{at.name}` cannot be put in an order: {names}",
        label="Python refuses to define this class",
        help="name the most derived base first, and FlowSpec last",
    )
