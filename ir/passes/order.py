"""Sort the steps along the graph, so that the order of methods in the source does not matter.

In:  steps in source order.
Out: steps in the order in which the regions visit them; unreachable ones last, as they came.
"""

from __future__ import annotations

from dataclasses import replace

from flowc.ir.flow import Flow
from flowc.ir.regions import Fork, Gang, Loop, Map, Region, Route, Task


def order(flow: Flow) -> Flow:
    """The flow with its steps in graph order; unchanged when it has no region."""
    if flow.region is None:
        return flow
    rank = {name: position for position, name in enumerate(visit(flow.region))}
    steps = sorted(flow.steps, key=lambda step: rank.get(step.id, len(rank)))
    return replace(flow, steps=tuple(steps))


def visit(region: Region) -> list[str]:
    """The steps of a region, each once, in the order in which its parts stand."""
    names: list[str] = []
    work: list[Region] = [region]
    while work:
        match work.pop():
            case Task(step=step):
                names.append(step)
            case Route(nodes=nodes):
                work.extend(reversed(nodes))
            case Fork(branches=branches):
                work.extend(reversed(branches))
            case Map(body=body) | Gang(body=body) | Loop(body=body):
                work.append(body)
    return names
