"""What an expression stands for, as far as it matters for artifacts: the flow itself, inputs, literals, functions.

`None` is a value of which nothing is known, and the usual case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

from flowc.diagnostics.record import small_record

if TYPE_CHECKING:
    from flowc.frontend.source import Source


@small_record
class TheFlow:
    """`self`."""


@small_record
class Super:
    """`super()`."""


@small_record
class Inputs:
    """The inputs of a join."""


@small_record
class Item:
    """One of the inputs: by step name, by position, or any of them."""

    step: str | None = None
    index: int | None = None


@small_record
class Many:
    """An iterable whose elements all stand for `element`."""

    element: Value


@small_record
class Sequence:
    """The elements of a tuple, list, set or dict written out in the source."""

    elements: tuple[Value | None, ...]


@small_record
class Literals:
    """One of a few known values, each as `repr`; immutable ones only."""

    values: tuple[str, ...]


@small_record
class Local:
    """A lambda, or a function defined inside the step: its body runs when it is called."""

    node: cst.Lambda | cst.FunctionDef
    source: Source


@small_record
class Unpicklable:
    """Something that pickle refuses; `what` completes "... cannot be pickled"."""

    what: str


Value: TypeAlias = TheFlow | Super | Inputs | Item | Many | Sequence | Literals | Local | Unpicklable

SELF = TheFlow()
SUPER = Super()
INPUTS = Inputs()
ANY_ITEM = Item()
ITEMS = Many(ANY_ITEM)


def element_of(value: Value | None) -> Value | None:
    """What iterating over a value yields."""
    match value:
        case Inputs():
            return ANY_ITEM
        case Many(element=element):
            return element
        case Sequence(elements=elements) if elements:
            return elements[0] if all(element == elements[0] for element in elements) else None
        case _:
            return None


def unpicklable(value: Value | None) -> str | None:
    """Why a value surely cannot be pickled, if it cannot."""
    match value:
        case TheFlow():
            return "`self`"
        case Inputs() | Item():
            return "an input of the join"
        case Many(element=element):
            return unpicklable(element)
        case Sequence(elements=elements):
            return next((why for why in map(unpicklable, elements) if why), None)
        case Local(node=cst.Lambda()):
            return "a lambda"
        case Local(node=cst.FunctionDef(name=name)):
            return f"the local function `{name.value}`"
        case Unpicklable(what=what):
            return what
        case _:
            return None


def join_values(one: Value | None, other: Value | None) -> Value | None:
    """What a name stands for when it may be either."""
    if one == other:
        return one
    if isinstance(one, Literals) and isinstance(other, Literals):
        return Literals(tuple(dict.fromkeys(one.values + other.values)))
    return None
