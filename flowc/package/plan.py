"""The plan: the small JSON form of the IR that travels with the code, for the runtime to find its inputs by."""

from __future__ import annotations

from typing import Any

from flowc.ir.codec import encode
from flowc.ir.flow import Flow


def plan_of(flow: Flow) -> dict[str, Any]:
    """The encoded flow without what only the compiler needs: spans, docstrings and artifact effects."""
    plan = _without_spans(encode(flow))
    assert isinstance(plan, dict)
    for step in plan["flow"]["steps"]:
        step.pop("effects", None)
        step.pop("doc", None)
    return plan


def _without_spans(value: Any) -> Any:
    """Recursion follows the nesting of nodes, which the structure pass bounds."""
    if isinstance(value, dict):
        return {name: _without_spans(content) for name, content in value.items() if name != "span"}
    if isinstance(value, list):
        return [_without_spans(item) for item in value]
    return value
