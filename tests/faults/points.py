"""Fault points: every boundary of every operation of the store that an undisturbed run does, and who dies there."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOMENTS = {
    **dict.fromkeys(("put", "put_if_absent", "adopt"), ("before", "half", "whole", "placed", "after")),
    **dict.fromkeys(("get", "get_range", "open", "list", "age"), ("before", "after")),
}
VICTIMS = {
    "engine": ("self",),
    "zygote": ("self", "engine", "all"),
    "supervisor": ("self", "zygote", "engine", "all"),
    "step": ("self", "parent", "zygote", "engine", "all"),
}
"""Roles of `hook/sitecustomize.py`; `parent` is the supervisor of a step, `all` is as when a machine stops."""
WHOLE_RUN = ("engine", "all")
"""Victims whose death no attempt is charged for: the run goes on with the attempts counted anew."""
TASK = re.compile(r"tasks/([^/]+)/[^/]+")
BLOB = re.compile(r"blobs/.*")


@dataclass(frozen=True, slots=True)
class Point:
    """Where a fault strikes a run of a flow."""

    flow: str
    role: str
    operation: str
    key: str
    moment: str
    victim: str

    def __str__(self) -> str:
        return "|".join((self.role, self.operation, self.key, self.moment, self.victim))

    @property
    def kind(self) -> tuple[str, ...]:
        """What points of different flows and tasks have in common."""
        key = BLOB.sub("blob", TASK.sub("task", self.key))
        return self.role, self.operation, key, self.moment, self.victim


def points_of(flow: str, trace: Iterable[str], counted: bool, moments: Sequence[str]) -> Iterator[Point]:
    """All points of a traced run. In a `counted` flow the number of an attempt shows."""
    for line in dict.fromkeys(trace):
        role, operation, key = line.split("|")
        found = TASK.search(key)
        in_task = role in ("supervisor", "step") or found is not None
        for moment in MOMENTS[operation]:
            for victim in VICTIMS[role]:
                charged = in_task and counted and victim not in WHOLE_RUN
                if moment in moments and not charged:
                    yield Point(flow, role, operation, key, moment, victim)


def chosen(points: Iterable[Point], count: int, seed: int) -> list[Point]:
    """`count` points: one of every kind first, then second ones, each by chance."""
    chance = random.Random(seed)
    kinds: defaultdict[tuple[str, ...], list[Point]] = defaultdict(list)
    for point in points:
        kinds[point.kind].append(point)
    for group in kinds.values():
        chance.shuffle(group)
    order = sorted(kinds)
    chance.shuffle(order)
    found: list[Point] = []
    while len(found) < count and any(kinds.values()):
        found += [kinds[kind].pop() for kind in order if kinds[kind]]
    return found[:count]
