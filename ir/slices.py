"""Which foreach bodies can run as slices: several items, one after another, in one task of the engine's."""

from __future__ import annotations

from flowc.ir.regions import Edge, Exit, Fork, Map, Route, Task


def can_be_sliced(region: Map) -> bool:
    """Whether all items take the same way through the body: steps and static branches, no choice, no frame."""
    return _is_plain(region.body)


def _is_plain(route: Route) -> bool:
    leavings: tuple[Edge | Exit, ...] = (*route.edges, *route.exits)
    if any(leaving.case is not None for leaving in leavings):
        return False
    return all(
        isinstance(node, Task)
        or (isinstance(node, Fork) and all(_is_plain(branch) for branch in node.branches))
        for node in route.nodes
    )
