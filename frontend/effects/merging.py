"""`self.merge_artifacts(inputs, exclude=..., include=...)`."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.effects.literals import scalar, texts_of
from flowc.frontend.effects.state import ENTRY
from flowc.frontend.effects.values import INPUTS, ITEMS
from flowc.frontend.effects.walk import Walk
from flowc.ir.effects import Merge

_POSITIONS = ("inputs", "exclude", "include")


def merge_artifacts(walk: Walk, node: cst.Call) -> None:
    """Note the call; from here on, artifacts may come from the merge."""
    arguments: dict[str, cst.BaseExpression] = {}
    known = True
    for position, argument in enumerate(node.args):
        name = argument.keyword.value if argument.keyword else _POSITIONS[min(position, 2)]
        known = known and not argument.star
        arguments[name] = argument.value
        if name == "inputs" and walk.evaluate(argument.value) not in (INPUTS, ITEMS):
            known = False
    include, include_known = _names(arguments.get("include"))
    exclude, exclude_known = _names(arguments.get("exclude"))
    state = walk.state
    before = sorted(name for name, writers in state.defs.items() if ENTRY not in writers)
    walk.record.merge(
        Merge(
            include=include,
            exclude=exclude,
            known=known and include_known and exclude_known,
            certain=walk.certain,
            before=tuple(before),
            span=walk.source.span(node),
        )
    )
    state.merges += 1


def _names(node: cst.BaseExpression | None) -> tuple[tuple[str, ...] | None, bool]:
    """The names listed, None for an absent or empty list, and whether they are known."""
    if node is None or scalar(node) == "None":
        return None, True
    texts = texts_of(node)
    return (texts or None), texts is not None
