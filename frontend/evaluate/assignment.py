"""Binding names to known values: in comprehensions and in functions that are called."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.limits import items_of


def assign(at: Evaluator, target: cst.BaseExpression, value: object) -> None:
    """`target = value`, of a name or of names unpacked."""
    match target:
        case cst.Name():
            at.local[target.value] = value
        case cst.Tuple() | cst.List():
            items = items_of(value)
            if any(isinstance(element, cst.StarredElement) for element in target.elements):
                raise at.stop("it unpacks into a starred name", target)
            if len(items) != len(target.elements):
                raise at.stop(f"it unpacks {len(items)} values into {len(target.elements)} names", target)
            for element, item in zip(target.elements, items, strict=True):
                assign(at, element.value, item)
        case _:
            raise at.stop("it changes an object in place", target)
