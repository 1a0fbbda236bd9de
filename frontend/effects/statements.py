"""Simple statements, and blocks without branches."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects import access
from flowc.frontend.effects.literals import scalar
from flowc.frontend.effects.targets import assign, augment, remove
from flowc.frontend.effects.values import Literals, Local, Unpicklable, Value
from flowc.frontend.effects.walk import Walk


def line(walk: Walk, node: cst.SimpleStatementLine) -> None:
    """The statements of one line."""
    for small in node.body:
        if walk.state.dead:
            return
        walk.execute_one(small)


def expression(walk: Walk, node: cst.Expr) -> None:
    """An expression on its own: its value goes nowhere."""
    walk.evaluate(node.value)


def assignment(walk: Walk, node: cst.Assign) -> None:
    """`a = b = value`."""
    value = _valued(walk, node.value)
    text = access.literal_values(node.value, value)
    if len(node.targets) > 1 and not isinstance(value, Literals):
        text = None
    for target in node.targets:
        assign(walk, target.target, value, text)


def annotated(walk: Walk, node: cst.AnnAssign) -> None:
    """`a: int = value`; without a value, nothing happens."""
    if node.value is not None:
        value = _valued(walk, node.value)
        assign(walk, node.target, value, access.literal_values(node.value, value))


def _valued(walk: Walk, node: cst.BaseExpression) -> Value | None:
    value = walk.evaluate(node)
    if value is None:
        text = scalar(node)
        return None if text is None else Literals((text,))
    return value


def augmented(walk: Walk, node: cst.AugAssign) -> None:
    """`a += value`."""
    augment(walk, node)


def deletion(walk: Walk, node: cst.Del) -> None:
    """`del a, b`."""
    remove(walk, node.target)


def returning(walk: Walk, node: cst.Return) -> None:
    """`return value`."""
    if node.value is not None:
        walk.use(node.value)
    walk.frames[-1].returns.append(walk.state.copy())
    _leave(walk)


def breaking(walk: Walk, _node: cst.Break) -> None:
    """`break`."""
    if walk.loops:
        walk.loops[-1].breaks.append(walk.state.copy())
    _leave(walk)


def continuing(walk: Walk, _node: cst.Continue) -> None:
    """`continue`."""
    if walk.loops:
        walk.loops[-1].continues.append(walk.state.copy())
    _leave(walk)


def _leave(walk: Walk) -> None:
    walk.state.dead = True
    walk.state.escaped = True


def raising(walk: Walk, node: cst.Raise) -> None:
    """`raise error`: what follows on other paths is as sure as before, since this one fails anyway."""
    if node.exc is not None:
        walk.use(node.exc)
    walk.risky = True
    walk.state.dead = True


def asserting(walk: Walk, node: cst.Assert) -> None:
    """`assert test`."""
    from flowc.frontend.effects.guards import assume

    walk.evaluate(node.test)
    assume(walk, node.test, True)
    walk.risky = True


def importing(walk: Walk, node: cst.Import | cst.ImportFrom) -> None:
    """`import a`: the name is no longer what it was."""
    walk.risky = True
    if isinstance(node.names, cst.ImportStar):
        return
    for alias in node.names:
        name: cst.BaseExpression = alias.asname.name if alias.asname is not None else alias.name
        while isinstance(name, cst.Attribute):
            name = name.value
        if isinstance(name, cst.Name):
            walk.bind(name.value, None)


def function(walk: Walk, node: cst.FunctionDef) -> None:
    """A local function: walked where it is called or handed on; at once when decorated."""
    local = Local(node, walk.source)
    if node.decorators or node.asynchronous is not None:
        walk.later(local)
    walk.bind(node.name.value, local)


def local_class(walk: Walk, node: cst.ClassDef) -> None:
    """A local class: its methods may run at any time."""
    walk.bind(node.name.value, None)
    for inner in node.body.body:
        if isinstance(inner, cst.FunctionDef):
            walk.later(Local(inner, walk.source))


def with_block(walk: Walk, node: cst.With) -> None:
    """`with manager as target:`; under `suppress` the body may be cut short."""
    before = walk.state.copy()
    suppressed = False
    for item in node.items:
        value = walk.evaluate(item.item)
        suppressed = suppressed or _suppresses(item.item)
        if item.asname is not None:
            opened = isinstance(value, Unpicklable) and value.what == "an open file"
            assign(walk, item.asname.name, value if opened else None)
    walk.maybe += suppressed
    walk.execute(node.body)
    walk.maybe -= suppressed
    if suppressed:
        walk.meet([before, walk.state])


def _suppresses(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Call(func=cst.Name(value="suppress") | cst.Attribute(attr=cst.Name(value="suppress"))):
            return True
        case _:
            return False
