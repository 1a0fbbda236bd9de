"""A wide foreach in slices: several items, one after the other, in one pod. Each item stays a task of its own.

Every pod is a node in the status of the workflow, which is one object; and the controller reads all of it for each
change. So beyond some thousand nodes it is their number that decides, not what they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flowc.backends.argo import settings as fields
from flowc.backends.argo.size import LARGEST, WARNED_FROM, Count, run_bytes
from flowc.backends.protocol import TargetSettings
from flowc.diagnostics import Finding, warning
from flowc.ir.flow import Flow, Step
from flowc.ir.regions import Fork, Gang, Loop, Map, Name, Region, Route, Task, entry
from flowc.ir.slices import can_be_sliced

PACK = "pack"
"""The setting in the table `[argo]`: the items of a slice of every foreach that can be sliced; 1 for none."""
MOST_ITEMS = 50_000
"""The longest slice that a task takes."""
NODES = 2000
"""Nodes of a foreach above which it is run in slices."""
KIB = 1024


def slices_of(flow: Flow, settings: TargetSettings) -> Mapping[Name, int]:
    """How many items a slice has, by the first step of the body; bodies whose items have pods of their own lack."""
    return measured(flow, settings)[0].sizes


def width_findings(flow: Flow, settings: TargetSettings, name: str) -> Iterator[Finding]:
    """A run with more nodes than the object of a run of the template `name` can hold."""
    measure, count = measured(flow, settings)
    length = run_bytes(count, name, len(flow.steps))
    if length <= WARNED_FROM or not measure.widths:
        return
    opener, nodes = max(measure.widths.items(), key=lambda item: item[1])
    (span,) = (step.transition.span for step in flow.steps if step.id == opener)
    others = "" if len(measure.widths) == 1 else f", and all foreachs together {count.nodes:,}"
    sliced = measure.is_sliced.get(opener, False)
    yield warning(
        "FLOW422",
        span,
        f"the foreach of `{opener}` may make {nodes:,} nodes on Argo{others}: about {length // KIB:,} KiB, "
        f"and Argo holds them all in one object of {LARGEST // KIB:,} KiB",
        label="they are many although the items are run in slices"
        if sliced
        else "its items have pods of their own",
        help=_help(sliced, settings),
    )


def _help(sliced: bool, settings: TargetSettings) -> str:
    if sliced or settings.own.get(PACK) == 1:
        return "raise `pack` in [argo], or lower `max-fan-out` if there are fewer items"
    return "lower `max-fan-out` if there are fewer items, or let a single step make the inner choice"


def measured(flow: Flow, settings: TargetSettings) -> tuple[_Measure, Count]:
    """What a run has if every foreach is as wide as said; nothing when nobody has said."""
    assert flow.region is not None, "only flows with structure come to a backend"
    pack = settings.own.get(PACK)
    measure = _Measure({str(step.id): step for step in flow.steps}, settings.max_fan_out, pack)
    if pack is None and settings.max_fan_out is None:
        return measure, Count()
    return measure, measure.region(flow.region, 1)


@dataclass(slots=True)
class _Measure:
    """A walk over the regions that counts nodes, each foreach as wide as said, each loop with one pass."""

    steps: Mapping[Name, Step]
    items: int | None
    pack: int | None
    sizes: dict[Name, int] = field(default_factory=dict)
    widths: dict[Name, int] = field(default_factory=dict)
    """The nodes that each foreach makes in all, by its opener."""
    is_sliced: dict[Name, bool] = field(default_factory=dict)

    def region(self, region: Region, times: int) -> Count:
        """What a region has each time that it runs, which is `times` in all."""
        match region:
            case Task(step=step):
                return Count(nodes=1 if fields.retry(self.steps[step].settings) is None else 2, pods=1)
            case Route(nodes=nodes):
                inner = (self.region(node, times) for node in nodes)
                return sum(inner, Count(nodes=2 * _guards(region)))
            case Fork(branches=branches):
                return sum((self.region(branch, times) for branch in branches), Count())
            case Loop(body=body) | Gang(body=body):
                return Count(nodes=2) + self.region(body, times)  # its DAG, and the pass that is not made
            case Map():
                return self._map(region, times)

    def _map(self, region: Map, times: int) -> Count:
        items = self.items or 1
        body = self.region(region.body, times * items)
        each = body if _is_one(region.body) else Count(nodes=1) + body
        size = self._size(times * items * each.nodes) if can_be_sliced(region) else 1
        if size > 1:
            self.sizes[entry(region.body)] = size
        count = Count(nodes=1) + each * -(-items // size)
        self._note(region, count.nodes * times, size > 1)
        return count

    def _note(self, region: Map, nodes: int, is_sliced: bool) -> None:
        opener = region.openers[0]
        self.widths[opener] = nodes
        self.is_sliced[opener] = is_sliced

    def _size(self, nodes: int) -> int:
        if self.pack is not None:
            return self.pack
        return min(self.items or 1, MOST_ITEMS, -(-nodes // NODES))


def _guards(route: Route) -> int:
    """The tasks that stand for a case edge to a node with other in-edges: each a node, and one within it."""
    ways = {(edge.target, edge.source, edge.case) for edge in route.edges}
    several = [target for target, _, _ in ways]
    return sum(case is not None and several.count(target) > 1 for target, _, case in ways)


def _is_one(body: Route) -> bool:
    """Whether the body is called without a template of its own."""
    return len(body.nodes) == 1 and isinstance(body.nodes[0], Task | Loop)


def steps_within(route: Route) -> Iterator[Name]:
    """The steps of a body that can be sliced."""
    for node in route.nodes:
        if isinstance(node, Task):
            yield node.step
        elif isinstance(node, Fork):
            for branch in node.branches:
                yield from steps_within(branch)
