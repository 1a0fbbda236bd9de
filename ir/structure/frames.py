"""Which frame every step runs in: one worklist pass, and union-find over the openers.

A split, foreach or gang opens a frame, a join closes it. A step stands in a frame and, inside a fork, under
one of its roots. Two openers of the same body (in two arms of a switch) open one frame: they are united. Nothing
here enumerates paths, so that a thousand diamonds cost what a thousand steps cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flowc.diagnostics import Span
from flowc.ir.flow import Broken, End, Foreach, Gang, Linear, Split, Step, StepId, Switch, targets
from flowc.ir.structure.fault import Fault, FaultKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step stands: in the frame that `opener` opened, under `root`. The root frame has neither."""

    opener: StepId | None
    root: StepId | None


OUTERMOST = Place(None, None)


@dataclass(slots=True)
class Frames:
    """The result: the place of each reachable step, where each frame stands, and which join closes it.

    Keys of `outer` and `joins` are the first openers of their frames; `find` maps any opener to the first.
    """

    place: dict[StepId, Place] = field(default_factory=dict)
    outer: dict[StepId, Place] = field(default_factory=dict)
    joins: dict[StepId, StepId] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    parent: dict[StepId, StepId] = field(default_factory=dict)

    def find(self, opener: StepId) -> StepId:
        """The opener that stands for the frame that `opener` opens."""
        root = opener
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[opener] != root:
            self.parent[opener], opener = root, self.parent[opener]
        return root

    def openers(self) -> dict[StepId, tuple[StepId, ...]]:
        """All openers of each frame, the first one first."""
        groups: dict[StepId, list[StepId]] = {}
        for opener in self.parent:
            groups.setdefault(self.find(opener), []).append(opener)
        return {first: tuple(group) for first, group in groups.items()}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A step that leads to a join, from a place inside the frame that the join closes."""

    source: StepId
    place: Place


def derive_frames(steps: Mapping[StepId, Step], start: StepId, end: StepId) -> Frames:
    """Give every step that `start` reaches its place, and every frame its join.

    All targets of all transitions must be steps of the flow, and only `end` may be without one.
    """
    frames = Frames()
    arrivals: dict[StepId, list[Arrival]] = {}
    frames.place[start] = OUTERMOST
    work = [start]
    while work:
        step = steps[work.pop()]
        for target in targets(step.transition):
            place = _place_of_target(frames, step, steps[target], arrivals)
            if place is None:
                continue
            if target == end and place.opener is not None:
                _end_inside(frames, step, target, place.opener)
            elif target in frames.place:
                _unite(frames, steps, (step, target), frames.place[target], place)
            else:
                frames.place[target] = place
                work.append(target)
    _close(frames, steps, arrivals)
    return frames


def _place_of_target(
    frames: Frames, step: Step, target: Step, arrivals: dict[StepId, list[Arrival]]
) -> Place | None:
    here = frames.place[step.id]
    match step.transition:
        case Split() | Foreach() | Gang():
            frames.parent.setdefault(step.id, step.id)
            frames.outer.setdefault(step.id, here)
            if target.is_join:
                frames.faults.append(_fault(FaultKind.OPENER_INTO_JOIN, step, target.id))
                return None
            return Place(step.id, target.id)
        case Linear() | Switch():
            if not target.is_join:
                return here
            if here.opener is None:
                frames.faults.append(
                    _fault(FaultKind.JOIN_WITHOUT_SPLIT, target, step.id, span=step.transition.span)
                )
                return None
            arrivals.setdefault(target.id, []).append(Arrival(step.id, here))
            return frames.outer[frames.find(here.opener)]
        case End() | Broken():
            raise AssertionError("a step without a transition has no targets")


def _end_inside(frames: Frames, step: Step, end: StepId, opener: StepId) -> None:
    frames.faults.append(
        _fault(FaultKind.END_INSIDE_FRAME, step, end, frames.find(opener), span=step.transition.span)
    )


def _unite(
    frames: Frames, steps: Mapping[StepId, Step], edge: tuple[Step, StepId], one: Place, two: Place
) -> None:
    """Make the two places of one step the same place, or say why they cannot be."""
    source, target = edge
    while True:
        if one.opener is None or two.opener is None:
            if one.opener is not two.opener:
                frames.faults.append(_fault(_depth_fault(steps, source, target), source, target))
            return
        first, second = frames.find(one.opener), frames.find(two.opener)
        if first == second:
            if one.root != two.root:
                frames.faults.append(_fault(FaultKind.SHARED_BY_BRANCHES, source, target, first))
            return
        if not _same_body(steps[first], steps[second]):
            kind = FaultKind.DIFFERENT_BODIES
            if _depth(frames, first) != _depth(frames, second):
                kind = _depth_fault(steps, source, target)
            frames.faults.append(_fault(kind, source, target, first, second))
            return
        if one.root != two.root:
            frames.faults.append(_fault(FaultKind.SHARED_BY_BRANCHES, source, target, first))
            return
        frames.parent[second] = first
        one, two = frames.outer[first], frames.outer[second]


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


def _close(frames: Frames, steps: Mapping[StepId, Step], arrivals: Mapping[StepId, list[Arrival]]) -> None:
    """Give each frame its join; every root must reach it, and nothing else may."""
    for join, incoming in arrivals.items():
        groups: dict[StepId, list[Arrival]] = {}
        for arrival in incoming:
            assert arrival.place.opener is not None
            groups.setdefault(frames.find(arrival.place.opener), []).append(arrival)
        if len(groups) > 1:
            frames.faults.append(
                _fault(FaultKind.UNRELATED_JOIN, steps[join], *groups, span=steps[join].span)
            )
            continue
        ((opener, group),) = groups.items()
        if opener in frames.joins:
            frames.faults.append(_fault(FaultKind.SEVERAL_JOINS, steps[opener], frames.joins[opener], join))
            continue
        frames.joins[opener] = join
        _check_roots(frames, steps, join, opener, group)


def _check_roots(
    frames: Frames, steps: Mapping[StepId, Step], join: StepId, opener: StepId, group: list[Arrival]
) -> None:
    reached = {arrival.place.root for arrival in group}
    missing = [root for root in targets(steps[opener].transition) if root not in reached]
    if missing and not any(fault.kind is FaultKind.END_INSIDE_FRAME for fault in frames.faults):
        frames.faults.append(
            _fault(FaultKind.PARTIAL_JOIN, steps[join], opener, *missing, span=steps[join].span)
        )


def _fault(kind: FaultKind, step: Step, *others: StepId, span: Span | None = None) -> Fault:
    return Fault(kind=kind, step=step.id, others=others, span=span or step.transition.span)
