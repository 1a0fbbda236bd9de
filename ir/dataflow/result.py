"""The data flow of one flow, as rules and commands ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowc.diagnostics.record import small_record
from flowc.ir.analysis import Analysis
from flowc.ir.dataflow.edges import Branches, Edges
from flowc.ir.dataflow.level import Level, Presence
from flowc.ir.dataflow.solve import StepLevels
from flowc.ir.dataflow.universe import Universe
from flowc.ir.effects import Read, Write
from flowc.ir.flow import Step, StepId


@small_record
class DataFlow:
    """Where artifacts come from and where they are.

    `shared` are names that exist in every step without being written: parameters, configs, constants, members.
    `fixed` are those of them that cannot be assigned. `edges` is None when the graph has faults: then only what
    holds for any graph is known.
    """

    analysis: Analysis
    shared: frozenset[str]
    fixed: Mapping[str, str]
    universe: Universe
    edges: Edges | None
    levels: Mapping[StepId, StepLevels]
    unseen: bool
    """Whether some step, or the class, may write artifacts that the source does not show."""

    def steps(self) -> Iterator[Step]:
        """The steps that can be reached, in the flow's order; all of them when the graph has faults."""
        for step in self.analysis.flow.steps:
            if self.edges is None or step.id in self.levels:
                yield step

    def at_read(self, step: Step, read: Read) -> Presence:
        """Whether what is read exists before the step, or comes with a merge in it."""
        found = self._presence(step.id, read.name, read.merges)
        if read.also_written and found in (Presence.NEVER, Presence.LOST):
            return Presence.MAYBE
        return found

    def at_exit(self, step: StepId, name: str) -> Presence:
        """Whether an artifact exists when a step ends."""
        return self._presence(step, name, None)

    def branches(self, join: StepId) -> Branches:
        """The steps that may come last in each branch of a join."""
        return () if self.edges is None else self.edges.branches.get(join, ())

    def inputs(self, join: StepId) -> tuple[StepId, ...]:
        """The steps that directly precede a join."""
        return () if self.edges is None else self.edges.before.get(join, ())

    def is_foreach_join(self, join: StepId) -> bool:
        """Whether the inputs come from the tasks of a foreach or a gang."""
        frames = self.edges.frames if self.edges else {}
        return any((frame := frames.get(step)) and frame.branch is None for step in self.inputs(join))

    def openers(self, join: StepId) -> tuple[StepId, ...]:
        """The steps that open the frame of a join."""
        frames = [self.edges.frames.get(step) for step in self.inputs(join)] if self.edges else []
        names = dict.fromkeys(opener for frame in frames if frame for opener in frame.openers)
        return tuple(StepId(name) for name in names)

    def exit_level(self, step: StepId) -> Level | None:
        """The sets at the end of a step, None when it cannot be reached."""
        levels = self.levels.get(step)
        return None if levels is None else levels.exit

    def available(self, step: StepId) -> tuple[str, ...]:
        """The artifacts that may exist when a step starts, sorted, parameters and constants left out."""
        levels = self.levels.get(step)
        return () if levels is None else self.universe.names(levels.reads[0].may)

    def writers(self, name: str) -> tuple[tuple[Step, Write], ...]:
        """The steps that write an artifact, each with its first write."""
        found: list[tuple[Step, Write]] = []
        for step in self.analysis.flow.steps:
            write = next((write for write in step.effects.writes if write.name == name), None)
            if write is not None:
                found.append((step, write))
        return tuple(found)

    def names(self) -> tuple[str, ...]:
        """Every artifact that some step writes, sorted, then the shared names."""
        return (*self.universe.names(self.universe.everything), *sorted(self.shared))

    def _presence(self, step: StepId, name: str, merges: int | None) -> Presence:
        if name in self.shared:
            return Presence.SURE
        if self.analysis.flow.open_class is not None:
            return Presence.UNKNOWN
        levels = self.levels.get(step)
        if levels is None:
            nowhere = not self.universe.bit(name) and not self.unseen
            return Presence.NEVER if nowhere else Presence.UNKNOWN
        level = levels.exit if merges is None else levels.reads[min(merges, len(levels.reads) - 1)]
        return level.presence(self.universe.bit(name))
