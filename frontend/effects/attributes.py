"""Attributes and elements of values: of the flow, of `inputs`, of one of the inputs."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects import access
from flowc.frontend.effects.literals import scalar
from flowc.frontend.effects.names import FLOW_API, is_artifact, is_magic
from flowc.frontend.effects.values import ANY_ITEM, SELF, Inputs, Item, Local, Many, Sequence, Value
from flowc.frontend.effects.walk import Walk


def attribute(walk: Walk, node: cst.Attribute) -> Value | None:
    """`base.attr`."""
    base = _base(walk, node)
    match base:
        case Inputs():
            return _input_by_name(walk, node)
        case Item():
            _read_item(walk, base, node)
        case _ if base == SELF:
            return _flow_attribute(walk, node)
        case Local():
            walk.escape(base)
        case _:
            pass
    return None


def _base(walk: Walk, node: cst.Attribute) -> Value | None:
    """The value before the dot; `inputs.a` in `inputs.a.x` and `inputs[0]` in `inputs[0].x` are not noted alone."""
    match node.value:
        case cst.Attribute(value=cst.Name(value=local), attr=attr) if _is_inputs(walk, local):
            return Many(ANY_ITEM) if attr.value == "flows" else Item(step=attr.value)
        case cst.Subscript(value=cst.Name(value=local)) as inner if _is_inputs(walk, local):
            return subscript_of(walk, Inputs(), inner)
        case inner:
            return walk.evaluate(inner)


def _is_inputs(walk: Walk, local: str) -> bool:
    return isinstance(walk.state.names.get(local), Inputs)


def _is_private(attr: str) -> bool:
    return attr == "flows" or attr.startswith("__")


def _input_by_name(walk: Walk, node: cst.Attribute) -> Value | None:
    attr = node.attr.value
    if attr == "flows":
        return Many(ANY_ITEM)
    if _is_private(attr):
        return None
    walk.record.read_input(attr, None, None, walk.certain, walk.source.span(node))
    return Item(step=attr)


def _read_item(walk: Walk, item: Item, node: cst.Attribute) -> None:
    attr = node.attr.value
    if is_artifact(attr):
        certain = walk.certain and not item.chosen
        walk.record.read_input(item.step, item.index, attr, certain, walk.source.span(node))


def _flow_attribute(walk: Walk, node: cst.Attribute) -> Value | None:
    attr = node.attr.value
    if is_magic(attr):
        walk.opaque(f"`self.{attr}` gives access to every artifact")
    elif not attribute_of_flow(walk, attr):
        access.read(walk, attr, node)
    return None


def attribute_of_flow(walk: Walk, attr: str) -> bool:
    """Whether `self.attr` is a member of the class; a property runs, a method may be called later."""
    from flowc.frontend.effects.functions import touch_member

    if attr in FLOW_API:
        return True
    found = walk.resolve.method(attr)
    if found is None:
        return False
    touch_member(walk, found)
    return True


def subscript(walk: Walk, node: cst.Subscript) -> Value | None:
    """`base[index]`."""
    value = subscript_of(walk, walk.evaluate(node.value), node)
    walk.risky = True
    if isinstance(value, Item) and value.index is not None:
        walk.record.read_input(None, value.index, None, walk.certain, walk.source.span(node))
    return value


def subscript_of(walk: Walk, base: Value | None, node: cst.Subscript) -> Value | None:
    """The element that a subscript takes, its index walked."""
    index: str | None = None
    sliced = False
    for element in node.slice:
        if isinstance(element.slice, cst.Index):
            walk.use(element.slice.value)
            index = scalar(element.slice.value)
        else:
            sliced = True
            _walk_slice(walk, element.slice)
    number = int(index) if index is not None and index.lstrip("-").isdigit() else None
    match base:
        case Inputs() if not sliced:
            return Item(index=number)
        case Inputs():
            return Many(ANY_ITEM)
        case Many(element=one) if not sliced:
            return one
        case Sequence(elements=elements) if number is not None and -len(elements) <= number < len(elements):
            return elements[number]
        case Many():
            return base
        case _:
            return None


def _walk_slice(walk: Walk, node: cst.BaseSlice) -> None:
    if isinstance(node, cst.Slice):
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                walk.use(part)
