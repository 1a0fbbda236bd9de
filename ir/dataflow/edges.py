"""The step graph as data flow sees it: who precedes a step, in which order to visit, who hands what to a join."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from flowc.diagnostics.record import small_record
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Broken, Foreach, Gang, Split, Step, StepId, targets
from flowc.ir.regions import Fork, Loop, Map, Region, Route, Task
from flowc.ir.regions import Gang as GangRegion


@small_record
class Frame:
    """The split, foreach or gang around a step: its join, its openers, and which branch of it the step is in."""

    join: str
    openers: tuple[str, ...]
    branch: int | None
    """The position of the branch in a static split, None in a foreach or gang."""


Branches: TypeAlias = "tuple[tuple[StepId, ...], ...]"


@small_record
class Edges:
    """The reachable part of a flow.

    `order` is a reverse postorder; `before` has the predecessors of each step, `frames` the innermost frame around
    it. `branches` has, for each join, the steps that may come last in each branch: one input comes from each.
    """

    order: tuple[StepId, ...]
    before: Mapping[StepId, tuple[StepId, ...]]
    frames: Mapping[str, Frame]
    branches: Mapping[StepId, Branches]


def is_sound(analysis: Analysis) -> bool:
    """Whether the graph is free of faults, so that what flows along it means something."""
    if analysis.start is None or analysis.faults or analysis.flow.region is None:
        return False
    return all(
        not isinstance(step.transition, Broken)
        and all(to in analysis.steps for to in targets(step.transition))
        for step in analysis.flow.steps
    )


def edges_of(analysis: Analysis) -> Edges:
    """The edges of a sound flow."""
    assert analysis.start is not None
    order = _reverse_postorder(analysis.steps, analysis.start)
    before: dict[StepId, list[StepId]] = {step: [] for step in order}
    for step in order:
        for target in targets(analysis.steps[step].transition):
            before[target].append(step)
    frames = dict(_frames(analysis.flow.region))
    joins = [step for step in order if analysis.steps[step].is_join]
    return Edges(
        order=tuple(order),
        before={step: tuple(steps) for step, steps in before.items()},
        frames=frames,
        branches={join: _branches(join, before[join], frames) for join in joins},
    )


def opens_frame(step: Step) -> bool:
    """Whether the steps after it are in a frame of their own."""
    return isinstance(step.transition, Split | Foreach | Gang)


def _reverse_postorder(steps: Mapping[StepId, Step], start: StepId) -> list[StepId]:
    seen = {start}
    finished: list[StepId] = []
    stack: list[tuple[StepId, Iterator[StepId]]] = [(start, iter(targets(steps[start].transition)))]
    while stack:
        step, rest = stack[-1]
        target = next(rest, None)
        if target is None:
            finished.append(step)
            stack.pop()
        elif target not in seen:
            seen.add(target)
            stack.append((target, iter(targets(steps[target].transition))))
    finished.reverse()
    return finished


def _frames(region: Region | None) -> Iterator[tuple[str, Frame]]:
    """The innermost frame of every step that is in one."""
    pending: list[tuple[Region, Frame | None]] = [] if region is None else [(region, None)]
    while pending:
        inner, frame = pending.pop()
        match inner:
            case Task(step=step):
                if frame is not None:
                    yield step, frame
            case Route(nodes=nodes):
                pending += [(node, frame) for node in nodes]
            case Loop(body=body):
                pending.append((body, frame))
            case Fork(openers=openers, branches=branches, join=join):
                pending += [(branch, Frame(join, openers, n)) for n, branch in enumerate(branches)]
            case (
                Map(openers=openers, body=body, join=join) | GangRegion(openers=openers, body=body, join=join)
            ):
                pending.append((body, Frame(join, openers, None)))


def _branches(join: StepId, before: list[StepId], frames: Mapping[str, Frame]) -> Branches:
    groups: dict[int | None, list[StepId]] = {}
    for step in before:
        frame = frames.get(step)
        if frame is not None and frame.join == join:
            groups.setdefault(frame.branch, []).append(step)
    return tuple(tuple(steps) for _, steps in sorted(groups.items(), key=lambda item: item[0] or 0))
