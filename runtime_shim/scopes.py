"""The regions of a plan, indexed: which step stands where, and which ways lead on from there."""

from __future__ import annotations

from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.plan import Node, Plan


class Way(Record):
    """A way on from a node of a Route: to a `target` in it, or out of it to the step `to`."""

    source: int
    case: str | None
    target: int | None = None
    to: str | None = None


class Scope:
    """One Route. `kind` is that of the region it is the body of, which stands at `position` of `outer`."""

    def __init__(self, route: Node, kind: str, outer: Scope | None = None, position: int = 0) -> None:
        self.nodes: list[Node] = route["nodes"]
        self.kind = kind
        self.outer = outer
        self.position = position
        self.inner: dict[int, tuple[Scope, ...]] = {}
        self.ways: list[list[Way]] = [[] for _ in self.nodes]
        self.arrivals: list[list[Way]] = [[] for _ in self.nodes]
        for edge in route.get("edges", ()):
            way = Way(edge["source"], edge.get("case"), target=edge["target"])
            self.ways[way.source].append(way)
            self.arrivals[edge["target"]].append(way)
        for leaving in route.get("exits", ()):
            self.ways[leaving["source"]].append(Way(leaving["source"], leaving.get("case"), to=leaving["to"]))
        self._dominators: list[int] = []

    def dominator(self, position: int) -> int:
        """The last node that the token passes on every way to `position`, other than that itself."""
        if not self._dominators:
            found = self._dominators
            for here, arrivals in enumerate(self.arrivals):
                found.append(here if not arrivals else arrivals[0].source)
                for way in arrivals[1:]:
                    found[here] = _common(found, found[here], way.source)
        return self._dominators[position]


def _common(dominators: list[int], one: int, other: int) -> int:
    while one != other:
        if one > other:
            one = dominators[one]
        else:
            other = dominators[other]
    return one


def index(plan: Plan) -> dict[str, tuple[Scope, int]]:
    """For each step its Route and its position there."""
    region = plan.flow["region"]
    root = region if region["kind"] == "RouteRegion" else {"nodes": [region]}
    found: dict[str, tuple[Scope, int]] = {}
    waiting = [Scope(root, "Flow")]
    while waiting:
        scope = waiting.pop()
        for position, node in enumerate(scope.nodes):
            if node["kind"] == "TaskRegion":
                found[node["step"]] = (scope, position)
            else:
                bodies = node["branches"] if "branches" in node else (node["body"],)
                scope.inner[position] = tuple(Scope(body, node["kind"], scope, position) for body in bodies)
                waiting.extend(scope.inner[position])
    return found
