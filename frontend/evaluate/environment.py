"""Environment variables: those of the builder never reach the output, so values come from `--define` or a default.

`os.environ["X"]`, `os.environ.get("X", "y")` and `os.getenv("X", "y")` are what `--define os.environ.X=VALUE` says.
Without it they are not known, or, where the caller takes the variables of the builder for unset, the default.
"""

from __future__ import annotations

import libcst as cst

from flowc.diagnostics import warning
from flowc.frontend.bindings import ImportedName
from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.natives import canonical, why_not

UNSET = "os.environ"
"""A name in the `env` of an evaluation: when true, variables with a default are taken for unset."""

_GETTERS = ("os.environ.get", "os.getenv")


def is_variable(at: Evaluator, node: cst.BaseExpression) -> bool:
    """Whether an expression reads an environment variable."""
    match node:
        case cst.Call(
            func=cst.Attribute(attr=cst.Name(value="get" | "getenv")) | cst.Name() as func, args=[_, *_]
        ):
            return _dotted(at, func) in _GETTERS
        case cst.Subscript(value=cst.Attribute(attr=cst.Name(value="environ")) | cst.Name() as value):
            return _dotted(at, value) == "os.environ"
    return False


def variable(at: Evaluator, node: cst.Call | cst.Subscript) -> object:
    """The value of the variable that `node` reads."""
    first, default = _arguments(node)
    name = None if first is None else at.value(first)
    given = at.scope.modules.defines
    if f"os.environ.{name}" in given:
        return str(given[f"os.environ.{name}"])
    if default is None or not at.env.get(UNSET):
        raise at.stop(why_not("os.environ"), node)
    value = at.value(default)
    at.scope.modules.report(
        warning(
            "FLOW222",
            at.scope.source.span(node),
            f"the environment variable `{name}` is taken to be unset: that of the builder never reaches the output",
            label=f"counts as {value!r}",
            help=f"pass --define os.environ.{name}=VALUE to give it a value",
        )
    )
    return value


def _dotted(at: Evaluator, node: cst.Attribute | cst.Name) -> str:
    top: cst.BaseExpression = node
    while isinstance(top, cst.Attribute):
        top = top.value
    if not isinstance(top, cst.Name) or at.has_value(top.value):
        return ""
    binding = at.scope.denote(node)
    return canonical(f"{binding.dotted}.{binding.name}") if isinstance(binding, ImportedName) else ""


def _arguments(node: cst.Call | cst.Subscript) -> tuple[cst.BaseExpression | None, cst.BaseExpression | None]:
    """The name and the default."""
    match node:
        case cst.Call(
            args=[first, cst.Arg(star="", keyword=None | cst.Name(value="default"), value=default)]
        ):
            return first.value, default
        case cst.Call(args=[first]):
            return first.value, None
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=index))]):
            return index, None
    return None, None
