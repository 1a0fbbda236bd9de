"""A wide foreach in slices: several items, one after the other, in one pod. Each item stays a task of its own.

Every pod is a node in the status of the workflow, which is one object; and the controller reads all of it for each
change. So beyond some thousand nodes it is their number that decides, not what they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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
TOO_MANY = 5000
"""Nodes of a foreach that cannot be sliced, above which people are warned."""


def slices_of(flow: Flow, settings: TargetSettings) -> Mapping[Name, int]:
    """How many items a slice has, by the first step of the body; bodies whose items have pods of their own lack."""
    return _measured(flow, settings).sizes


def width_findings(flow: Flow, settings: TargetSettings) -> Iterator[Finding]:
    """Foreachs with more nodes than a workflow should have."""
    measured = _measured(flow, settings)
    spans = {str(step.id): step.transition.span for step in flow.steps}
    for opener, nodes in measured.wide:
        yield warning(
            "FLOW422",
            spans[opener],
            f"the foreach of `{opener}` may make {nodes:,} nodes on Argo, which holds them all in one object",
            label="its items choose ways of their own, so that they cannot be run in slices",
            help="lower `max-fan-out` if there are fewer items, or let a single step make the inner choice",
        )


def _measured(flow: Flow, settings: TargetSettings) -> _Measure:
    assert flow.region is not None, "only flows with structure come to a backend"
    pack = settings.own.get(PACK)
    measure = _Measure({str(step.id): step for step in flow.steps}, settings.max_fan_out, pack)
    if pack is not None or settings.max_fan_out is not None:
        measure.region(flow.region, 1)
    return measure


@dataclass(slots=True)
class _Measure:
    """A walk over the regions that counts nodes, as if every foreach were as wide as said."""

    steps: Mapping[Name, Step]
    items: int | None
    pack: int | None
    sizes: dict[Name, int] = field(default_factory=dict)
    wide: list[tuple[Name, int]] = field(default_factory=list)

    def region(self, region: Region, times: int) -> int:
        """The nodes of a region each time that it runs, which is `times` in all."""
        match region:
            case Task(step=step):
                return 1 if self.steps[step].settings.retry is None else 2
            case Route(nodes=nodes):
                return sum(self.region(node, times) for node in nodes)
            case Fork(branches=branches):
                return sum(self.region(branch, times) for branch in branches)
            case Loop(body=body) | Gang(body=body):
                return 1 + self.region(body, times)
            case Map():
                return self._map(region, times)

    def _map(self, region: Map, times: int) -> int:
        items = self.items or 1
        body = self.region(region.body, times * items)
        each = body if _is_one(region.body) else 1 + body
        if can_be_sliced(region):
            size = self._size(times * items * each)
            if size > 1:
                self.sizes[entry(region.body)] = size
            return 1 + each * -(-items // size)
        if times * items * each > TOO_MANY:
            self.wide.append((region.openers[0], times * items * each))
        return 1 + each * items

    def _size(self, nodes: int) -> int:
        if self.pack is not None:
            return self.pack
        return min(self.items or 1, MOST_ITEMS, -(-nodes // NODES))


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
