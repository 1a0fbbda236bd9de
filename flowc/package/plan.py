"""The plan: the small JSON form of the IR that travels with the code, for the runtime to find its inputs by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowc.ir.codec import NODES, encode, raw_fields
from flowc.ir.flow import Flow


def plan_of(flow: Flow) -> dict[str, Any]:
    """The encoded flow without what only the compiler needs: spans, docstrings and artifact effects of steps.

    `flowc.ir.codec.decode` reads it.
    """
    plan = encode(flow)
    plan["flow"] = _without_spans(plan["flow"])
    for step in plan["flow"]["steps"]:
        step.pop("effects", None)
        step["doc"] = ""
    return plan


def _without_spans(value: Any) -> Any:
    """Values of the user's own, such as those of a Config, stay as they are, whatever their keys are called.

    Recursion follows the nesting of nodes, which the structure pass bounds.
    """
    if isinstance(value, list):
        return [_without_spans(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    own = raw_fields(NODES[value["kind"]])
    return {
        name: content if name in own else _without_spans(content)
        for name, content in value.items()
        if name != "span"
    }
