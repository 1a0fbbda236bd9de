"""What a decorator in the source is: one of Metaflow's, one of the user's, or one that rewrites the flow."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.decorators.table import ENGINE_ONLY, FLOW_DECORATORS, STEP_DECORATORS
from flowc.frontend.reader import Reader
from flowc.frontend.scope import Assigned, Binding, Class, Function, ImportedName, Scope, dsl_name

_MUTATORS = frozenset({"StepMutator", "FlowMutator"})
_PLAIN = frozenset({"USER_SKIP_STEP", "UserStepDecorator", "user_step_decorator", "profile"})
"""Names of the language that are no decorators of settings, though they may stand on a method."""


class Kind(Enum):
    """What a decorator does."""

    STEP_MARK = "marks a step"
    STEP = "settings of a step"
    FLOW = "settings of a flow"
    MUTATOR = "rewrites the flow"
    WRAPPER = "puts other decorators on what it decorates"
    MAKER = "adds parameters to the flow"
    EXTENSION = "an extension of Metaflow"
    ENGINE_ONLY = "read by one engine of Metaflow alone"
    USER = "the user's own"


@record
class Found:
    """A decorator with its kind, where it is `written`.

    `name` is the canonical one, or the callee as written for the user's own. The arguments are those of `node`, in
    the scope of `reader`: somewhere else when the decorator has a name of its own (`big = resources(cpu=8)`).
    """

    kind: Kind
    name: str
    written: cst.BaseExpression
    node: cst.BaseExpression
    reader: Reader


def classify(decorator: cst.Decorator, reader: Reader) -> Found:
    """What a decorator is."""
    written = decorator.decorator
    callee = written.func if isinstance(written, cst.Call) else written
    name = reader.dsl(callee)
    if name is not None:
        return Found(kind=language_kind(name), name=name, written=written, node=written, reader=reader)
    binding = binding_of(callee, reader.scope)
    if not isinstance(written, cst.Call) and isinstance(binding, Assigned):
        named = _named(binding, written, reader)
        if named is not None:
            return named
    kind = user_kind(binding)
    if kind is Kind.USER and carries_settings(written, reader.scope):
        kind = Kind.WRAPPER
    return Found(kind=kind, name=reader.text(callee), written=written, node=written, reader=reader)


def _named(binding: Assigned, written: cst.BaseExpression, reader: Reader) -> Found | None:
    """A decorator of the language that was called, and the result given a name."""
    match binding.expr:
        case cst.Call(func=func) as call:
            name = dsl_name(func, binding.scope)
            if name is not None:
                at = reader.at(binding.scope)
                return Found(kind=language_kind(name), name=name, written=written, node=call, reader=at)
    return None


def language_kind(name: str) -> Kind:
    """What a decorator is that has this name in the language of flows."""
    if name == "step":
        return Kind.STEP_MARK
    if name in STEP_DECORATORS:
        return Kind.STEP
    if name in FLOW_DECORATORS:
        return Kind.FLOW
    if name in ENGINE_ONLY:
        return Kind.ENGINE_ONLY
    return Kind.USER if name in _PLAIN else Kind.EXTENSION


def user_kind(binding: Binding) -> Kind:
    """What a decorator is that is no name of the language."""
    match binding:
        case Class() if _derives(binding, _MUTATORS):
            return Kind.MUTATOR
        case ImportedName(dotted=dotted) if dotted.partition(".")[0] in ("metaflow", "metaflow_extensions"):
            return Kind.EXTENSION
        case Function(node=node, scope=scope) if uses_settings(node, scope):
            return Kind.WRAPPER
        case Assigned(expr=expr, scope=scope) if uses_settings(expr, scope):
            return Kind.WRAPPER
    return Kind.USER


def on_class(found: Found) -> Found:
    """A decorator that stands on a flow class, where one of the user's can add parameters too."""
    callee = found.node.func if isinstance(found.node, cst.Call) else found.node
    binding = binding_of(callee, found.reader.scope)
    if found.kind is Kind.USER and isinstance(binding, Function) and declares(binding.node, binding.scope):
        return replace(found, kind=Kind.MAKER)
    return found


def carries_settings(written: cst.BaseExpression, scope: Scope) -> bool:
    """Whether a decorator is called with decorators of the language, or taken out of something that holds some.

    `@when(DEBUG, retry(times=2))`, `@DECORATORS["big"]`.
    """
    callee = written.func if isinstance(written, cst.Call) else written
    passed = written.args if isinstance(written, cst.Call) else ()
    return any(uses_settings(arg.value, scope) for arg in passed) or _is_held(callee, scope)


def _is_held(callee: cst.BaseExpression, scope: Scope) -> bool:
    node = callee
    while isinstance(node, cst.Attribute | cst.Subscript | cst.Call):
        node = node.func if isinstance(node, cst.Call) else node.value
        binding = binding_of(node, scope) if isinstance(node, cst.Name | cst.Attribute) else None
        if isinstance(binding, Assigned) and uses_settings(binding.expr, binding.scope):
            return True
    return not isinstance(callee, cst.Name | cst.Attribute) and uses_settings(callee, scope)


class _Names(cst.CSTVisitor):
    """Collects the names and dotted names in a piece of source."""

    def __init__(self) -> None:
        self.found: list[cst.Name | cst.Attribute] = []

    def visit_Name(self, node: cst.Name) -> None:  # noqa: N802 - the name that LibCST calls
        self.found.append(node)

    def visit_Attribute(self, node: cst.Attribute) -> bool:  # noqa: N802 - the name that LibCST calls
        self.found.append(node)
        return False


def uses_settings(node: cst.FunctionDef | cst.BaseExpression, scope: Scope) -> bool:
    """Whether a user's decorator puts decorators of the language on the step or the flow that it decorates."""
    return _mentions(node, scope, _SETTINGS)


def declares(node: cst.FunctionDef | cst.BaseExpression, scope: Scope) -> bool:
    """Whether a piece of source names what makes a Parameter, an IncludeFile, a Config, or a step."""
    return _mentions(node, scope, _DECLARING)


def _mentions(node: cst.FunctionDef | cst.BaseExpression, scope: Scope, wanted: frozenset[str]) -> bool:
    names = _Names()
    node.visit(names)
    return any(dsl_name(name, scope) in wanted for name in names.found)


_SETTINGS = frozenset((*STEP_DECORATORS, *FLOW_DECORATORS, "step"))
_DECLARING = _SETTINGS | {"Parameter", "IncludeFile", "Config"}


def binding_of(expression: cst.BaseExpression, scope: Scope) -> Binding:
    """What a name or dotted name is bound to, other names for it followed."""
    binding = scope.denote(expression)
    for _ in range(_MOST_ALIASES):
        match binding:
            case Assigned(expr=cst.Name() | cst.Attribute() as inner, scope=where):
                binding = where.denote(inner)
            case _:
                break
    return binding


_MOST_ALIASES = 20
"""How many `a = b` in a row are followed."""


def _derives(cls: Class, names: frozenset[str]) -> bool:
    """Whether a user's class has a base of one of these names, directly or not."""
    seen: set[int] = set()
    pending = [cls]
    while pending:
        current = pending.pop()
        if id(current.node) in seen:
            continue
        seen.add(id(current.node))
        reader = Reader(current.scope)
        for base in current.node.bases:
            if reader.dsl(base.value) in names:
                return True
            binding = binding_of(base.value, current.scope)
            if isinstance(binding, Class):
                pending.append(binding)
    return False
