"""The flow cut into scopes: the steps that one token visits, with the frames opened among them as nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flowc.diagnostics.record import small_record
from flowc.ir.flow import Foreach, Gang, Linear, Split, Step, StepId, Switch, targets
from flowc.ir.structure.place import Frames, Place


@small_record
class StepNode:
    """A step."""

    step: StepId


@small_record
class FrameNode:
    """A frame, by its first opener; it runs between its openers and its join."""

    opener: StepId


@small_record
class Arrow:
    """An edge of a scope; `target` is None when it leaves the scope to the join `to`."""

    source: int
    target: int | None
    to: StepId
    case: StepId | None


@dataclass(slots=True)
class Scope:
    """One root of one frame (or the outermost scope): nodes by number, arrows among them."""

    entry: int
    nodes: list[StepNode | FrameNode] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)


def cut_scopes(steps: Mapping[StepId, Step], start: StepId, frames: Frames) -> dict[Place, Scope]:
    """Every scope of the flow, by its place (the opener of a frame stands for all of its openers)."""
    builder = _Builder(steps, frames)
    for step in frames.place:
        builder.add_step(step)
    for opener in frames.joins:
        builder.add_frame(opener)
    for step in frames.place:
        builder.connect_step(steps[step])
    for opener, join in frames.joins.items():
        builder.connect_frame(opener, join)
    for place, scope in builder.scopes.items():
        scope.entry = builder.number[start if place.root is None else place.root]
    return builder.scopes


class _Builder:
    def __init__(self, steps: Mapping[StepId, Step], frames: Frames) -> None:
        self.steps = steps
        self.frames = frames
        self.scopes: dict[Place, Scope] = {}
        self.number: dict[StepId, int] = {}
        self.frame_number: dict[StepId, int] = {}

    def place(self, place: Place) -> Place:
        if place.opener is None:
            return place
        return Place(self.frames.find(place.opener), place.root)

    def scope_of(self, step: StepId) -> Scope:
        place = self.place(self.frames.place[step])
        if place not in self.scopes:
            self.scopes[place] = Scope(entry=0)
        return self.scopes[place]

    def add_step(self, step: StepId) -> None:
        nodes = self.scope_of(step).nodes
        self.number[step] = len(nodes)
        nodes.append(StepNode(step))

    def add_frame(self, opener: StepId) -> None:
        nodes = self.scope_of(opener).nodes
        self.frame_number[opener] = len(nodes)
        nodes.append(FrameNode(opener))

    def connect_step(self, step: Step) -> None:
        scope = self.scope_of(step.id)
        source = self.number[step.id]
        match step.transition:
            case Split() | Foreach() | Gang():
                frame = self.frames.find(step.id)
                scope.arrows.append(Arrow(source, self.frame_number[frame], self.frames.joins[frame], None))
            case Linear() | Switch():
                arms = targets(step.transition)
                for target in arms:
                    case = target if len(arms) > 1 else None
                    scope.arrows.append(Arrow(source, self._inside(target), target, case))
            case _:
                pass

    def connect_frame(self, opener: StepId, join: StepId) -> None:
        self.scope_of(opener).arrows.append(Arrow(self.frame_number[opener], self.number[join], join, None))

    def _inside(self, target: StepId) -> int | None:
        """The number of the target in its scope; None when the edge goes to the join of the frame."""
        return None if self.steps[target].is_join else self.number[target]
