"""What is known about the artifacts at one point of a flow."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from flowc.diagnostics.record import small_record


class Presence(Enum):
    """Whether an artifact exists at a point."""

    SURE = "on every path"
    MAYBE = "on some paths"
    LOST = "written before, but not carried through a join"
    NEVER = "not written before"
    UNKNOWN = "something before it cannot be seen"


@small_record
class Level:
    """Sets of artifacts, as bits of a `Universe`, at one point.

    `may` exist on some path, `must` on every path; `ever` were written on some path, even if a join lost them
    since; `fresh` were written since the innermost split or foreach was opened. `open`: something unseen may
    have written any artifact.
    """

    may: int = 0
    must: int = 0
    ever: int = 0
    fresh: int = 0
    open: bool = False

    def presence(self, bit: int) -> Presence:
        """Whether the artifact with this bit exists here."""
        if bit & self.must:
            return Presence.SURE
        if self.open:
            return Presence.UNKNOWN
        if bit & self.may:
            return Presence.MAYBE
        return Presence.LOST if bit & self.ever else Presence.NEVER


def meet(levels: Iterable[Level]) -> Level:
    """The level where several paths meet, one of which was taken."""
    may = ever = fresh = 0
    must = -1
    opened = False
    for level in levels:
        may |= level.may
        ever |= level.ever
        fresh |= level.fresh
        must &= level.must
        opened = opened or level.open
    return Level(may, must, ever, fresh, opened)
