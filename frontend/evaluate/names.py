"""Names and attributes: what they stand for, and the value of that."""

from __future__ import annotations

from pathlib import PurePosixPath

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
from flowc.frontend.evaluate.builtin_functions import BUILTINS
from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.memo import remembered
from flowc.frontend.evaluate.natives import CONSTANTS, canonical, native, why_not
from flowc.frontend.evaluate.path_methods import path_attribute
from flowc.frontend.evaluate.rooted import ROOT
from flowc.frontend.evaluate.values import Keyed, Native, UserFunction
from flowc.frontend.placement import dotted as dotted_name
from flowc.ir.exhaustive import assert_never

_SINGLETONS = {"None": None, "True": True, "False": False, "__debug__": True}


def name(at: Evaluator, node: cst.Name) -> object:
    """A bare name."""
    text = node.value
    if text in at.local:
        return at.local[text]
    if text in at.env:
        return Keyed.wrap(at.env[text])
    if text in _SINGLETONS:
        return _SINGLETONS[text]
    binding = at.scope.lookup(text)
    if at.is_function and isinstance(binding, Assigned) and binding.scope is at.scope:
        raise at.stop(f"`{text}` is used before it is assigned", node)
    if isinstance(binding, Unknown):
        return _special(at, text) or _builtin(at, node, binding)
    return of_binding(at, binding, node)


def _special(at: Evaluator, text: str) -> object:
    """`__file__` and `__name__`; None for any other name."""
    source = at.scope.source
    if text == "__file__":
        return f"{ROOT}/{source.file}"
    if text == "__name__":
        return "__main__" if source.is_entry else source.name
    return None


def _builtin(at: Evaluator, node: cst.Name, missing: Unknown) -> object:
    import builtins

    if node.value in BUILTINS:
        return Native(node.value)
    if hasattr(builtins, node.value):
        raise at.stop(why_not(node.value), node)
    raise at.stop(missing.reason, node)


def of_binding(at: Evaluator, binding: Binding, node: cst.CSTNode) -> object:
    """The value of what a name stands for; `node` is where it is asked for."""
    match binding:
        case Assigned(expr=expr, scope=scope):
            return remembered(at, expr, scope, at.env if scope.source is at.scope.source else {})
        case Function(node=function, scope=scope):
            return UserFunction(function, scope)
        case Class(node=cls):
            raise at.stop(f"`{cls.name.value}` is a class, not a value", node)
        case ImportedModule(dotted=dotted):
            raise at.stop(f"`{dotted}` is a module, not a value", node)
        case ImportedName(dotted=dotted, name=text):
            return _imported(at, canonical(f"{dotted}.{text}"), node)
        case Ambiguous(reason=reason):
            raise at.stop(reason, node)
        case Unknown(reason=reason):
            raise at.stop(reason, node)
        case _:
            assert_never(binding)


def _imported(at: Evaluator, dotted: str, node: cst.CSTNode) -> object:
    """A name of a module that is not the user's."""
    if dotted in CONSTANTS:
        return CONSTANTS[dotted]
    if dotted.startswith("sys.version_info"):
        return _version(at, dotted, node)
    if native(dotted) is not None:
        return Native(dotted)
    if dotted.startswith(("os.environ", "os.getenv")):
        raise at.stop(why_not(dotted), node)
    module = dotted.rpartition(".")[0]
    raise at.stop(f"`{dotted}` comes from `{module}`, which flowc does not import", node)


def _version(at: Evaluator, dotted: str, node: cst.CSTNode) -> object:
    """The Python that will run the steps, to the minor version."""
    version = at.scope.modules.target_python
    parts = {
        "sys.version_info": version,
        "sys.version_info.major": version[0],
        "sys.version_info.minor": version[1],
    }
    if dotted not in parts:
        raise at.stop("the exact Python that will run the steps is not known", node)
    return parts[dotted]


def attribute(at: Evaluator, node: cst.Attribute) -> object:
    """`value.name`: of a module, a class, a setting or a path."""
    binding = denoted(at, node)
    if binding is not None and not isinstance(binding, Unknown):
        return of_binding(at, binding, node)
    member = _enum_member(at, node)
    if member is not None:
        return at.value(member)
    value = at.value(node.value)
    text = node.attr.value
    if isinstance(value, Keyed) and text in value:
        return Keyed.wrap(value[text])
    if isinstance(value, PurePosixPath):
        return path_attribute(value, text)
    raise at.stop(f"`.{text}` of a value of type `{type(value).__name__}` is not known", node)


def denoted(at: Evaluator, node: cst.Attribute) -> Binding | None:
    """What a dotted name stands for, when it begins with a module or a class; None when with a value."""
    top: cst.BaseExpression = node
    while isinstance(top, cst.Attribute):
        top = top.value
    if not isinstance(top, cst.Name) or at.has_value(top.value):
        return None
    first = at.scope.lookup(top.value)
    if not isinstance(first, (ImportedModule, ImportedName, Class)):
        return None
    binding = at.scope.denote(node)
    if isinstance(first, Class) and isinstance(binding, Assigned):
        return binding if _is_plain(first) else None
    return binding


def _is_plain(cls: Class) -> bool:
    """Whether the attributes of a class are what its body assigns: not those of an Enum, nor with a metaclass."""
    node = cls.node
    if node.keywords or node.decorators:
        return False
    bases = [cls.scope.denote(arg.value) for arg in node.bases]
    names = [dotted_name(arg.value) for arg in node.bases]
    return all(
        name in ("object", "FlowSpec")
        or (isinstance(base, Class) and base.node is not node and not base.node.bases)
        for name, base in zip(names, bases, strict=True)
    )


def _enum_member(at: Evaluator, node: cst.Attribute) -> cst.BaseExpression | None:
    """The assigned value behind `Colour.RED.value`, for an Enum of the user's."""
    if node.attr.value != "value" or not isinstance(node.value, cst.Attribute):
        return None
    cls = at.scope.denote(node.value.value)
    if not isinstance(cls, Class) or len(cls.node.bases) != 1:
        return None
    base = cls.scope.denote(cls.node.bases[0].value)
    if not isinstance(base, ImportedName) or base.dotted != "enum":
        return None
    member = cls.scope.body_of(cls.node).own(node.value.attr.value)
    is_literal = isinstance(member, Assigned) and isinstance(member.expr, (cst.SimpleString, cst.Integer))
    return member.expr if isinstance(member, Assigned) and is_literal else None
