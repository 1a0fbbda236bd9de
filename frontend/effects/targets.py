"""Assignment targets: names, attributes, tuples, starred and subscripted ones."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects.access import delete, write
from flowc.frontend.effects.attributes import attribute_of_flow
from flowc.frontend.effects.functions import Argument, follow
from flowc.frontend.effects.values import SELF, Inputs, Item, Many, Sequence, Value, element_of
from flowc.frontend.effects.walk import Walk


def assign(
    walk: Walk, target: cst.BaseExpression, value: Value | None, text: tuple[str, ...] | None = None
) -> None:
    """Give `value` to a target; `text` are its values as literals, where known."""
    match target:
        case cst.Name(value=name):
            walk.bind(name, value)
        case cst.Attribute():
            _assign_attribute(walk, target, value, text)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            _unpack(walk, elements, value)
        case cst.StarredElement(value=inner):
            assign(walk, inner, value)
        case _:
            walk.evaluate(target)
            walk.escape(value)


def _assign_attribute(
    walk: Walk, target: cst.Attribute, value: Value | None, text: tuple[str, ...] | None
) -> None:
    if walk.evaluate(target.value) != SELF:
        walk.escape(value)
    elif (setter := walk.resolve.method(f"{target.attr.value}.setter")) is not None:
        follow(walk, setter, (Argument(value),), SELF)
    elif not attribute_of_flow(walk, target.attr.value):
        if value != SELF:
            walk.escape(value)
        write(walk, target.attr.value, target, value, text)


def _unpack(walk: Walk, elements: object, value: Value | None) -> None:
    if not isinstance(elements, list | tuple):
        return
    parts = _parts(value, len(elements))
    starred = any(isinstance(element, cst.StarredElement) for element in elements)
    for index, element in enumerate(elements):
        part = element_of(value) if starred else parts[index]
        if isinstance(element, cst.StarredElement):
            assign(walk, element.value, None if part is None else Many(part))
        else:
            assign(walk, element.value, part)


def _parts(value: Value | None, count: int) -> list[Value | None]:
    match value:
        case Sequence(elements=elements) if len(elements) == count:
            return list(elements)
        case Inputs():
            return [Item(index=index) for index in range(count)]
        case Many(element=element):
            return [element] * count
        case _:
            return [None] * count


def augment(walk: Walk, node: cst.AugAssign) -> None:
    """`target += value`: a read and a write."""
    walk.evaluate(node.target)
    walk.use(node.value)
    match node.target:
        case cst.Attribute(value=base, attr=attr) if walk.evaluate(base) == SELF:
            if not attribute_of_flow(walk, attr.value):
                write(walk, attr.value, node.target, None, None)
        case cst.Name(value=name):
            walk.bind(name, None)
        case _:
            pass


def remove(walk: Walk, target: cst.BaseExpression) -> None:
    """`del target`."""
    match target:
        case cst.Name(value=name):
            walk.bind(name, None)
        case cst.Attribute(value=base, attr=attr):
            if walk.evaluate(base) == SELF:
                delete(walk, attr.value, target)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                remove(walk, element.value)
        case _:
            walk.evaluate(target)
