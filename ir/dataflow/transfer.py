"""What one step does to a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flowc.diagnostics.record import small_record
from flowc.ir.dataflow.level import Level, meet
from flowc.ir.dataflow.universe import Universe
from flowc.ir.effects import Merge
from flowc.ir.flow import Step


@small_record
class Change:
    """The effects of a step, as bits. `caught`: an exception may cut it short without failing the flow."""

    may: int
    must: int
    opaque: bool
    caught: bool

    def apply(self, level: Level) -> Level:
        """The level after the step."""
        return Level(
            may=level.may | self.may,
            must=level.must | self.must,
            ever=level.ever | self.may,
            fresh=level.fresh | self.may,
            open=level.open or self.opaque,
        )


def change_of(step: Step, universe: Universe) -> Change:
    """The effects of a step; `@catch` leaves its variable and what is written early sure."""
    stored = [write for write in step.effects.writes if not write.function]
    written = universe.bits(write.name for write in stored)
    sure = universe.bits(write.name for write in stored if write.certain)
    catch = step.settings.catch
    if catch is not None:
        sure = universe.bits(write.name for write in stored if write.early)
        sure |= universe.bit(catch.var) if catch.var else 0
    return Change(written | sure, sure, step.effects.opaque is not None, catch is not None)


def merged(
    merge: Merge, level: Level, inputs: Sequence[Sequence[Level]], universe: Universe, caught: bool
) -> Level:
    """The level after a call of `merge_artifacts`; `inputs` has the levels that may come from each branch."""
    branches = [meet(branch) for branch in inputs]
    wanted = universe.everything if merge.include is None else universe.bits(merge.include)
    wanted &= ~universe.bits(merge.exclude or ())
    may = level.may
    must = level.must
    opened = level.open or not merge.known
    fresh = level.fresh
    for branch in branches:
        may |= branch.may & wanted
        fresh |= branch.fresh & wanted
        opened = opened or (branch.open and merge.include is None)
        if merge.certain and merge.known and not caught:
            must |= branch.must & wanted
    return replace(level, may=may, must=must, fresh=fresh, open=opened)
