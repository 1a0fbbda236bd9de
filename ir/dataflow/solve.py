"""The fixpoint: levels at the entry, after each merge and at the exit of every step.

States flow forward along the edges; where paths of one token meet, `must` is what all have. A join starts empty, as
in Metaflow: only `merge_artifacts` and its own assignments fill it. Each step is visited in reverse postorder, and
again only when a predecessor changed, so a flow without loops takes one pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from heapq import heappop, heappush

from flowc.diagnostics.record import small_record
from flowc.ir.dataflow.edges import Edges, opens_frame
from flowc.ir.dataflow.level import Level, meet
from flowc.ir.dataflow.transfer import Change, change_of, merged
from flowc.ir.dataflow.universe import Universe
from flowc.ir.flow import Step, StepId, targets


@small_record
class StepLevels:
    """The levels of one step. `reads[n]` is what a read after `n` calls of `merge_artifacts` sees."""

    reads: tuple[Level, ...]
    exit: Level


def solve(steps: Mapping[StepId, Step], edges: Edges, universe: Universe) -> dict[StepId, StepLevels]:
    """The levels of all reachable steps."""
    solver = _Solver(steps, edges, universe)
    solver.run()
    return solver.levels


class _Solver:
    def __init__(self, steps: Mapping[StepId, Step], edges: Edges, universe: Universe) -> None:
        self.levels: dict[StepId, StepLevels] = {}
        self._steps = steps
        self._edges = edges
        self._universe = universe
        self._changes = {step: change_of(steps[step], universe) for step in edges.order}

    def run(self) -> None:
        position = {step: index for index, step in enumerate(self._edges.order)}
        queue = list(range(len(self._edges.order)))
        waiting = set(queue)
        while queue:
            index = heappop(queue)
            waiting.discard(index)
            step = self._edges.order[index]
            levels = self._visit(step)
            if self.levels.get(step) == levels:
                continue
            self.levels[step] = levels
            for target in targets(self._steps[step].transition):
                if position[target] not in waiting:
                    waiting.add(position[target])
                    heappush(queue, position[target])

    def _visit(self, step: StepId) -> StepLevels:
        change = self._changes[step]
        entry = self._join_entry(step) if step in self._edges.branches else self._entry(step)
        if self._steps[step].settings.user_decorators:
            entry = replace(entry, open=True)
        reads = [entry]
        if step in self._edges.branches:
            reads += self._merges(step, entry, change)
        return StepLevels(tuple(reads), change.apply(reads[-1]))

    def _entry(self, step: StepId) -> Level:
        known = [
            _into_frame(self.levels[before].exit)
            if opens_frame(self._steps[before])
            else self.levels[before].exit
            for before in self._edges.before[step]
            if before in self.levels
        ]
        return meet(known) if known else Level()

    def _join_entry(self, step: StepId) -> Level:
        inputs = [self.levels[before].exit for before in self._edges.before[step] if before in self.levels]
        frames = [self._edges.frames.get(before) for before in self._edges.before[step]]
        openers = [opener for frame in frames if frame for opener in frame.openers]
        outer = [self.levels[StepId(opener)].exit for opener in openers if opener in self.levels]
        ever, fresh = 0, 0
        for level in inputs:
            ever |= level.ever
        for level in outer:
            fresh |= level.fresh
        return Level(ever=ever, fresh=fresh)

    def _merges(self, step: StepId, entry: Level, change: Change) -> list[Level]:
        inputs = [
            [self.levels[last].exit for last in branch if last in self.levels]
            for branch in self._edges.branches[step]
        ]
        levels: list[Level] = []
        for merge in self._steps[step].effects.merges:
            known = [branch for branch in inputs if branch]
            entry = merged(merge, entry, known, self._universe, change.caught)
            levels.append(entry)
        return levels


def _into_frame(level: Level) -> Level:
    return Level(level.may, level.must, level.ever, 0, level.open)
