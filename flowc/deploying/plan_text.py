"""A plan, and what became of it, as people and programs read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flowc.backends.deployment import Change, Kind, Plan

DONE: Mapping[Kind, str] = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "unchanged": "unchanged",
}
"""What a change is called once it is made."""

_WIDTH = max(map(len, DONE))


def plan_lines(plan: Plan, target: str) -> Iterator[str]:
    """The plan, an object a line, with the diffs of those that change."""
    if plan.is_empty:
        yield f"{plan.flow} on {target}: unchanged ({_objects(len(plan.changes))})"
        yield from (f"  note: {note}" for note in plan.notes)
        return
    yield f"{plan.flow} on {target}: {summary(change.kind for change in plan.changes)}"
    for change in plan.changes:
        yield f"  {change.kind:{_WIDTH}}  {change.object}"
        yield from (f"      {line}".rstrip() for line in change.diff.splitlines())
    yield from (f"  note: {note}" for note in plan.notes)


def summary(kinds: Iterable[Kind]) -> str:
    """How many objects there are of each kind of change: `2 to create, 1 to update, 4 unchanged`."""
    counts = Counter(kinds)
    words = {kind: f"{counts[kind]} to {kind}" for kind in DONE if counts[kind]}
    words |= {"unchanged": f"{counts['unchanged']} unchanged"} if counts["unchanged"] else {}
    return ", ".join(words.values())


def done_line(change: Change) -> str:
    """What is said when a change is made."""
    return f"{DONE[change.kind]:{_WIDTH}}  {change.object}"


def plan_document(plan: Plan, target: str) -> dict[str, Any]:
    """The plan as one JSON object."""
    changes = [{"kind": change.kind, "object": change.object, "diff": change.diff} for change in plan.changes]
    return {
        "event": "planned",
        "flow": plan.flow,
        "target": target,
        "changed": not plan.is_empty,
        "changes": changes,
        "notes": list(plan.notes),
    }


def _objects(count: int) -> str:
    return "1 object" if count == 1 else f"{count} objects"
