"""The differences between two runs of one case."""

from __future__ import annotations

import json
from typing import Any


def differences(metaflow: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """In words; empty when the two agree."""
    if "refused" in metaflow or "refused" in ours:
        same = ("refused" in metaflow) == ("refused" in ours)
        return [] if same else [f"only one refused: {metaflow.get('refused') or ours.get('refused')}"]
    wrong = []
    if metaflow["successful"] != ours["successful"]:
        wrong.append(f"Metaflow's run succeeded: {metaflow['successful']}, ours: {ours['successful']}")
    if set(metaflow["steps"]) != set(ours["steps"]):
        wrong.append(f"steps {sorted(metaflow['steps'])} and {sorted(ours['steps'])}")
    for step in sorted(set(metaflow["steps"]) & set(ours["steps"])):
        wrong += _step(step, metaflow["steps"][step], _as_json(ours["steps"][step]))
    return wrong


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _step(step: str, theirs: list[Any], ours: list[Any]) -> list[str]:
    if [row[0] for row in theirs] != [row[0] for row in ours]:
        return [f"tasks of {step}: {[row[0] for row in theirs]} and {[row[0] for row in ours]}"]
    wrong = []
    for their, our in zip(theirs, ours, strict=True):
        where = f"{step}{their[0] or ''}"
        wrong += [f"{where}: successful {their[1]} and {our[1]}"] * (their[1] != our[1])
        wrong += [f"{where}: attempt {their[2]} and {our[2]}"] * (their[2] != our[2])
        for name in sorted(set(their[3]) | set(our[3])):
            left, right = their[3].get(name, "<absent>"), our[3].get(name, "<absent>")
            wrong += [f"{where}.{name}: {left!r} and {right!r}"] * (left != right)
    return wrong
