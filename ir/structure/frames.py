"""Which frame every step runs in: one worklist pass, and union-find over the openers.

A split, foreach or gang opens a frame, a join closes it. A step stands in a frame and, inside a fork, under
one of its roots. Two openers of the same body (in two arms of a switch) open one frame: they are united. Nothing
here enumerates paths, so that a thousand diamonds cost what a thousand steps cost.
"""

from __future__ import annotations

from collections.abc import Mapping

from flowc.diagnostics import Span
from flowc.ir.flow import Broken, End, Foreach, Gang, Linear, Split, Step, StepId, Switch, targets
from flowc.ir.structure.fault import Fault, FaultKind
from flowc.ir.structure.joins import close_frames
from flowc.ir.structure.place import OUTERMOST, Arrivals, Frames, Place


def derive_frames(steps: Mapping[StepId, Step], start: StepId, end: StepId) -> Frames:
    """Give every step that `start` reaches its place, and every frame its join.

    All targets of all transitions must be steps of the flow, and only `end` may be without one.
    """
    frames = Frames()
    arrivals: Arrivals = {}
    frames.place[start] = OUTERMOST
    work = [start]
    while work:
        step = steps[work.pop()]
        fresh = []
        for target in targets(step.transition):
            place = _place_of_target(frames, step, steps[target], arrivals)
            if place is None:
                continue
            if target == end and place.opener is not None:
                opener = frames.find(place.opener)
                frames.report(_fault(FaultKind.END_INSIDE_FRAME, step, target, opener), place)
            elif target in frames.place:
                _unite(frames, steps, (step, target), frames.place[target], place)
            else:
                frames.place[target] = place
                fresh.append(target)
        work.extend(reversed(fresh))  # the first target first: the order of everything that follows
    close_frames(frames, steps, arrivals)
    return frames


def _place_of_target(frames: Frames, step: Step, target: Step, arrivals: Arrivals) -> Place | None:
    here = frames.place[step.id]
    match step.transition:
        case Split() | Foreach() | Gang():
            frames.parent.setdefault(step.id, step.id)
            frames.outer.setdefault(step.id, here)
            if target.is_join:
                frames.report(_fault(FaultKind.OPENER_INTO_JOIN, step, target.id), Place(step.id, None))
                return None
            return Place(step.id, target.id)
        case Linear() | Switch():
            if not target.is_join:
                return here
            if here.opener is None:
                fault = _fault(FaultKind.JOIN_WITHOUT_SPLIT, target, step.id, span=step.transition.span)
                frames.report(fault)
                return None
            arrivals.setdefault(target.id, []).append(here)
            return frames.outer[frames.find(here.opener)]
        case End() | Broken():
            raise AssertionError("a step without a transition has no targets")


def _unite(
    frames: Frames, steps: Mapping[StepId, Step], edge: tuple[Step, StepId], one: Place, two: Place
) -> None:
    """Make the two places of one step the same place, or say why they cannot be."""
    source, target = edge
    places = (one, two)
    while one != two:
        if one.opener is None or two.opener is None:
            frames.report(_fault(_depth_fault(steps, source, target), source, target), *places)
            return
        first, second = frames.find(one.opener), frames.find(two.opener)
        kind = _difference(frames, steps, edge, (first, one.root), (second, two.root))
        if kind is not None:
            frames.report(_fault(kind, source, target, *dict.fromkeys((first, second))), *places)
            return
        if first == second:
            return
        frames.parent[second] = first
        one, two = frames.outer[first], frames.outer[second]


def _difference(
    frames: Frames,
    steps: Mapping[StepId, Step],
    edge: tuple[Step, StepId],
    one: tuple[StepId, StepId | None],
    two: tuple[StepId, StepId | None],
) -> FaultKind | None:
    """Why two frames, each with the root under which the step stands, cannot be the same; None when they can."""
    first, second = one[0], two[0]
    if first != second and not _same_body(steps[first], steps[second]):
        if _depth(frames, first) != _depth(frames, second):
            return _depth_fault(steps, *edge)
        return FaultKind.DIFFERENT_BODIES
    return None if one[1] == two[1] else FaultKind.SHARED_BY_BRANCHES


def _same_body(one: Step, two: Step) -> bool:
    return type(one.transition) is type(two.transition) and set(targets(one.transition)) == set(
        targets(two.transition)
    )


def _depth_fault(steps: Mapping[StepId, Step], source: Step, target: StepId) -> FaultKind:
    """Two depths: a missing join if the edge goes forward, a loop that leaves its frame if it goes back."""
    seen = {target}
    work = [target]
    while work:
        for after in targets(steps[work.pop()].transition):
            if after not in seen:
                seen.add(after)
                work.append(after)
    return FaultKind.BACK_OUT_OF_FRAME if source.id in seen else FaultKind.TWO_DEPTHS


def _depth(frames: Frames, opener: StepId) -> int:
    depth = 0
    place = frames.outer[frames.find(opener)]
    while place.opener is not None:
        depth += 1
        place = frames.outer[frames.find(place.opener)]
    return depth


def _fault(kind: FaultKind, step: Step, *others: StepId, span: Span | None = None) -> Fault:
    return Fault(kind=kind, step=step.id, others=others, span=span or step.transition.span)
