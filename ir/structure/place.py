"""Where steps stand, and the frames that hold them: a union-find over the steps that open frames."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from flowc.diagnostics.record import small_record
from flowc.ir.flow import StepId
from flowc.ir.structure.fault import Fault


@small_record
class Place:
    """Where a step stands: in the frame that `opener` opened, under `root`. The outermost place has neither."""

    opener: StepId | None
    root: StepId | None


OUTERMOST = Place(None, None)

Arrivals: TypeAlias = dict[StepId, list[Place]]
"""For each join, the places from which steps lead to it."""


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
    doubtful: set[StepId] = field(default_factory=set)

    def report(self, fault: Fault, *places: Place) -> None:
        """Note a fault, and expect no sense of the frames around its places: one fault is one finding."""
        self.faults.append(fault)
        for place in places:
            self._doubt(place)

    def _doubt(self, place: Place) -> None:
        while place.opener is not None and self.find(place.opener) not in self.doubtful:
            self.doubtful.add(self.find(place.opener))
            place = self.outer[place.opener]

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
