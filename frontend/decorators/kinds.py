"""What a decorator in the source is: one of Metaflow's, one of the user's, or one that rewrites the flow."""

from __future__ import annotations

from enum import Enum

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.decorators.table import ENGINE_ONLY, FLOW_DECORATORS, STEP_DECORATORS
from flowc.frontend.reader import Reader
from flowc.frontend.scope import Assigned, Binding, Class, ImportedName, Scope

_MUTATORS = frozenset({"StepMutator", "FlowMutator"})
_PLAIN = frozenset({"USER_SKIP_STEP", "UserStepDecorator", "user_step_decorator", "profile"})
"""Names of the language that are no decorators of settings, though they may stand on a method."""


class Kind(Enum):
    """What a decorator does."""

    STEP_MARK = "marks a step"
    STEP = "settings of a step"
    FLOW = "settings of a flow"
    MUTATOR = "rewrites the flow"
    EXTENSION = "an extension of Metaflow"
    ENGINE_ONLY = "read by one engine of Metaflow alone"
    USER = "the user's own"


@record
class Found:
    """A decorator with its kind. `name` is the canonical one, or the callee as written for the user's own."""

    kind: Kind
    name: str
    node: cst.BaseExpression
    decorator: cst.Decorator


def classify(decorator: cst.Decorator, reader: Reader) -> Found:
    """What a decorator is."""
    node = decorator.decorator
    callee = node.func if isinstance(node, cst.Call) else node
    name = reader.dsl(callee)
    kind = _language_kind(name) if name is not None else _user_kind(callee, reader)
    return Found(kind=kind, name=name or reader.text(callee), node=node, decorator=decorator)


def _language_kind(name: str) -> Kind:
    if name == "step":
        return Kind.STEP_MARK
    if name in STEP_DECORATORS:
        return Kind.STEP
    if name in FLOW_DECORATORS:
        return Kind.FLOW
    if name in ENGINE_ONLY:
        return Kind.ENGINE_ONLY
    return Kind.USER if name in _PLAIN else Kind.EXTENSION


def _user_kind(callee: cst.BaseExpression, reader: Reader) -> Kind:
    binding = binding_of(callee, reader.scope)
    if isinstance(binding, Class) and _derives(binding, _MUTATORS):
        return Kind.MUTATOR
    if isinstance(binding, ImportedName) and binding.dotted.split(".")[0] in (
        "metaflow",
        "metaflow_extensions",
    ):
        return Kind.EXTENSION
    return Kind.USER


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
