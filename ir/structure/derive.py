"""The whole way from the step graph to one region tree."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.diagnostics.record import small_record
from flowc.ir.flow import Foreach, Gang, Split, Step, StepId, targets
from flowc.ir.regions import Fork, Map, Region, Route
from flowc.ir.regions import Gang as GangRegion
from flowc.ir.structure.fault import Fault, FaultKind
from flowc.ir.structure.frames import derive_frames
from flowc.ir.structure.place import OUTERMOST, Frames, Place
from flowc.ir.structure.routes import MAX_DEPTH, RouteBuilder
from flowc.ir.structure.scopes import FrameNode, Scope, cut_scopes


@small_record
class Structure:
    """The region tree, or the faults that keep the graph from having one."""

    region: Route | None
    faults: tuple[Fault, ...]


def derive_structure(steps: Mapping[StepId, Step], start: StepId, end: StepId) -> Structure:
    """Derive the regions of a flow whose transitions all lead to steps; only `end` may be without one.

    Near-linear in steps and transitions, times the nesting depth of loops.
    """
    frames = derive_frames(steps, start, end)
    faults = [*frames.faults, *_depth_faults(steps, frames)]
    if not faults:
        faults = _unclosed(steps, frames)
    if faults:
        return Structure(None, tuple(faults))
    return _build(steps, start, frames)


def _unclosed(steps: Mapping[StepId, Step], frames: Frames) -> list[Fault]:
    """Frames that no join closes although no end was met in them: their tokens run in circles."""
    return [
        Fault(kind=FaultKind.ENDLESS_LOOP, step=opener, others=(), span=steps[opener].transition.span)
        for opener in frames.openers()
        if opener not in frames.joins
    ]


def _depth_faults(steps: Mapping[StepId, Step], frames: Frames) -> list[Fault]:
    depth: dict[StepId, int] = {}
    faults = []
    for opener in frames.parent:  # openers are met from the outside inwards
        around = frames.outer[opener].opener
        depth[opener] = 1 if around is None else depth.get(around, 0) + 1
        if depth[opener] == MAX_DEPTH + 1:
            faults.append(Fault(kind=FaultKind.TOO_DEEP, step=opener, span=steps[opener].transition.span))
    return faults


def _build(steps: Mapping[StepId, Step], start: StepId, frames: Frames) -> Structure:
    scopes = cut_scopes(steps, start, frames)
    openers = frames.openers()
    inner: dict[StepId, Region] = {}
    faults: list[Fault] = []
    for opener in reversed(_outside_in(frames)):
        step = steps[opener]
        routes = []
        for root in targets(step.transition):
            route = _route(scopes[Place(opener, root)], steps, start, inner)
            routes.append(route.region)
            faults.extend(route.faults)
        bodies = tuple(route for route in routes if route is not None)
        if len(bodies) == len(routes):
            inner[opener] = _frame(step, openers[opener], bodies, frames.joins[opener])
    if faults:
        return Structure(None, tuple(faults))
    return _route(scopes[OUTERMOST], steps, start, inner)


def _outside_in(frames: Frames) -> list[StepId]:
    """The first openers, each after the opener of the frame around it."""
    return [opener for opener in frames.parent if frames.find(opener) == opener]


def _route(
    scope: Scope, steps: Mapping[StepId, Step], start: StepId, inner: Mapping[StepId, Region]
) -> Structure:
    builder = RouteBuilder(scope, steps, start, inner)
    if not all(opener in inner for opener in _frames_in(scope)):
        return Structure(None, ())
    route = builder.build()
    return Structure(None if builder.faults else route, tuple(builder.faults))


def _frames_in(scope: Scope) -> list[StepId]:
    return [node.opener for node in scope.nodes if isinstance(node, FrameNode)]


def _frame(step: Step, openers: tuple[StepId, ...], bodies: tuple[Route, ...], join: StepId) -> Region:
    match step.transition:
        case Split():
            return Fork(openers=openers, branches=bodies, join=join)
        case Foreach():
            return Map(openers=openers, body=bodies[0], join=join)
        case Gang():
            return GangRegion(openers=openers, body=bodies[0], join=join)
        case _:
            raise AssertionError(f"{step.id} opens no frame")
