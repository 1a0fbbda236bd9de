"""Calls that the walk follows: methods on `self`, functions that get `self`, local functions and lambdas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from flowc.diagnostics.record import small_record
from flowc.frontend.effects.state import State, merge
from flowc.frontend.effects.values import SELF, Local, Unpicklable, Value
from flowc.frontend.effects.walk import Found, Frame, Walk
from flowc.frontend.generators import first_yield


@small_record
class Argument:
    """One argument of a call; `star` for `*args` and `**options`."""

    value: Value | None
    keyword: str | None = None
    star: bool = False


_PROPERTIES = frozenset(("property", "cached_property"))
_TRANSPARENT = _PROPERTIES | frozenset(
    (
        "abstractmethod",
        "batch",
        "cache",
        "card",
        "catch",
        "conda",
        "contextmanager",
        "environment",
        "kubernetes",
        "lru_cache",
        "overload",
        "override",
        "parallel",
        "pypi",
        "resources",
        "retry",
        "secrets",
        "setter",
        "staticmethod",
        "step",
        "timeout",
    )
)
"""Decorators that call the function with the arguments it is given, and touch no artifact themselves."""


def follow(walk: Walk, found: Found, arguments: Iterable[Argument], bound: Value | None) -> Value | None:
    """Walk the body of a function or method where it is called; `bound` is `self` for a method."""
    node, source = found
    decorators = frozenset(_decorators(node))
    if "classmethod" in decorators or any(frame.node is node for frame in walk.frames):
        return None
    if not decorators <= _TRANSPARENT:
        walk.opaque(f"`{node.name.value}` is decorated by code that may touch artifacts")
    lead = () if bound is None or "staticmethod" in decorators else (Argument(bound),)
    lazy = node.asynchronous is not None or first_yield(node) is not None
    walk.maybe += lazy
    _run(walk, Frame(node, source), _bind(node.params, (*lead, *arguments)))
    walk.maybe -= lazy
    return Unpicklable("a generator") if lazy and not decorators else None


def call_local(walk: Walk, local: Local, arguments: Iterable[Argument]) -> Value | None:
    """Walk the body of a lambda or local function, which sees the names around it."""
    node = local.node
    if any(frame.node is node for frame in walk.frames):
        return None
    names = {**walk.state.names, **dict.fromkeys(_parameter_names(node.params))}
    names.update(_defaults(walk, node.params))
    names.update(_bind(node.params, arguments))
    return _run(walk, Frame(node, local.source), names)


def touch_member(walk: Walk, found: Found) -> None:
    """`self.member` without a call: a property runs now, a method may be called by whoever gets it."""
    decorators = frozenset(_decorators(found[0]))
    if decorators & _PROPERTIES:
        follow(walk, found, (), SELF)
    elif "staticmethod" not in decorators:
        before = walk.state.copy()
        walk.maybe += 1
        follow(walk, found, (), SELF)
        walk.maybe -= 1
        walk.meet([before, walk.state])


def _run(walk: Walk, frame: Frame, names: dict[str, Value | None]) -> Value | None:
    """Walk a body in a frame of its own; local names, loops and early returns stay inside."""
    outer, escaped = walk.state.names, walk.state.escaped
    walk.state.names = {name: value for name, value in names.items() if value is not None}
    walk.frames.append(frame)
    loops, walk.loops = walk.loops, []
    value: Value | None = None
    if isinstance(frame.node, cst.Lambda):
        value = walk.evaluate(frame.node.body)
    else:
        walk.execute(frame.node.body)
    walk.loops = loops
    walk.frames.pop()
    ended = merge([*frame.returns, walk.state])
    if ended is not None:
        walk.state = ended
        walk.state.escaped = escaped
    walk.state.names = dict(outer)
    return value


def _parameter_names(params: cst.Parameters) -> list[str]:
    listed = [*params.posonly_params, *params.params, *params.kwonly_params]
    stars = [star for star in (params.star_arg, params.star_kwarg) if isinstance(star, cst.Param)]
    return [param.name.value for param in (*listed, *stars)]


def _defaults(walk: Walk, params: cst.Parameters) -> dict[str, Value | None]:
    """What parameters stand for whose default is a local name: `def save(flow=self)`."""
    listed = (*params.posonly_params, *params.params, *params.kwonly_params)
    return {
        param.name.value: walk.state.names.get(param.default.value)
        for param in listed
        if isinstance(param.default, cst.Name)
    }


def _bind(params: cst.Parameters, arguments: Iterable[Argument]) -> dict[str, Value | None]:
    positional = [param.name.value for param in (*params.posonly_params, *params.params)]
    bound: dict[str, Value | None] = {}
    position = 0
    for argument in arguments:
        if argument.star:
            break
        if argument.keyword is not None:
            bound[argument.keyword] = argument.value
        elif position < len(positional):
            bound[positional[position]] = argument.value
            position += 1
    return bound


def _decorators(node: cst.FunctionDef) -> Iterator[str]:
    for decorator in node.decorators:
        expression = decorator.decorator
        while isinstance(expression, cst.Call):
            expression = expression.func
        match expression:
            case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
                yield name
            case _:
                yield "?"


def step_body(walk: Walk, found: Found, values: tuple[Value, ...]) -> State | None:
    """Walk the body of a step; the state in which it ends, None when it never does.

    Each task makes the flow anew, so what `__init__` sets is set in every step.
    """
    node, source = found
    made = walk.resolve.method("__init__")
    if made is not None:
        _run(walk, Frame(*made), _bind(made[0].params, (Argument(SELF),)))
    _run(walk, Frame(node, source), _bind(node.params, map(Argument, values)))
    return None if walk.state.dead else walk.state
