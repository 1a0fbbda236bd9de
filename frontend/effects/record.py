"""Collects the effects of a step while its body is walked, and builds `Effects` from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowc.diagnostics import Span
from flowc.frontend.effects.state import ENTRY, State
from flowc.ir.effects import Delete, Effects, InputRead, Merge, Read, Write

if TYPE_CHECKING:
    import libcst as cst

    from flowc.frontend.source import Source


@dataclass(slots=True)
class Assignment:
    """One write; `values` becomes None as soon as the value may have been changed in place."""

    name: str
    certain: bool
    node: cst.CSTNode
    source: Source
    unpicklable: str | None
    function: bool
    values: tuple[str, ...] | None


class Record:
    """The effects met so far, in evaluation order.

    `opaque` is the first reason why there may be more. `early` are the artifacts that are surely written before
    anything can go wrong.
    """

    def __init__(self) -> None:
        self.opaque: str | None = None
        self.early: set[str] = set()
        self._assignments: list[Assignment] = []
        self._reads: dict[tuple[str, bool, bool, int], Read] = {}
        self._deletes: list[Delete] = []
        self._inputs: dict[tuple[str | None, int | None, str | None, bool], InputRead] = {}
        self._merges: list[Merge] = []

    @property
    def writes(self) -> int:
        """How many writes there are so far; the number of the next one."""
        return len(self._assignments)

    def written_since(self, number: int) -> dict[str, frozenset[int]]:
        """The writes from `number` on, by artifact."""
        found: dict[str, set[int]] = {}
        for index in range(number, len(self._assignments)):
            found.setdefault(self._assignments[index].name, set()).add(index)
        return {name: frozenset(indices) for name, indices in found.items()}

    def write(self, assignment: Assignment) -> int:
        """Note a write and return its number."""
        self._assignments.append(assignment)
        return len(self._assignments) - 1

    def forget_values(self, writers: frozenset[int]) -> None:
        """The artifact was handed out: a list or dict may have been changed since it was assigned."""
        for number in writers:
            if number != ENTRY:
                assignment = self._assignments[number]
                if assignment.values and any(text[0] in "[{" for text in assignment.values):
                    assignment.values = None

    def read(self, name: str, certain: bool, also_written: bool, merges: int, span: Span) -> None:
        """Note a read, the first of its kind only."""
        key = (name, certain, also_written, merges)
        if key not in self._reads:
            self._reads[key] = Read(
                name=name, certain=certain, also_written=also_written, merges=merges, span=span
            )

    def has_read(self, name: str, merges: int) -> bool:
        """Whether a read of `name` after as many merges was noted."""
        return any(
            (name, certain, written, merges) in self._reads
            for certain in (True, False)
            for written in (True, False)
        )

    def delete(self, name: str, certain: bool, span: Span) -> None:
        """Note a deletion."""
        self._deletes.append(Delete(name=name, certain=certain, span=span))

    def read_input(
        self, step: str | None, index: int | None, name: str | None, certain: bool, span: Span
    ) -> None:
        """Note a read from the inputs, the first of its kind only."""
        key = (step, index, name, certain)
        if key not in self._inputs:
            self._inputs[key] = InputRead(step=step, index=index, name=name, certain=certain, span=span)

    def merge(self, merge: Merge) -> None:
        """Note a call of `merge_artifacts`."""
        self._merges.append(merge)

    def effects(self, end: State | None) -> Effects:
        """All effects; `end` is the state in which the body returns, None when it never does."""
        return Effects(
            reads=tuple(self._reads.values()),
            writes=tuple(self._all_writes() if end is None else self._reaching(end)),
            deletes=tuple(self._deletes),
            input_reads=tuple(self._inputs.values()),
            merges=tuple(self._merges),
            opaque=self.opaque,
        )

    def _all_writes(self) -> list[Write]:
        return [self._build(assignment, assignment.certain) for assignment in self._assignments]

    def _reaching(self, end: State) -> list[Write]:
        """The writes that may be an artifact's last, and one more where only several together are sure."""
        writes: list[Write] = []
        for number, assignment in enumerate(self._assignments):
            writers = end.writers(assignment.name)
            if number not in writers:
                continue
            alone = writers == frozenset((number,))
            writes.append(self._build(assignment, alone))
            if not alone and ENTRY not in writers and number == max(writers):
                writes.append(self._joint(writers))
        return writes

    def _joint(self, writers: frozenset[int]) -> Write:
        parts = [self._assignments[number] for number in sorted(writers)]
        reasons = [part.unpicklable for part in parts]
        values = [part.values for part in parts]
        known = [text for part in values if part is not None for text in part]
        return Write(
            name=parts[0].name,
            certain=True,
            span=parts[-1].source.span(parts[-1].node),
            unpicklable=reasons[0] if all(reasons) else None,
            function=any(part.function for part in parts),
            values=None if None in values else tuple(dict.fromkeys(known)),
            early=parts[0].name in self.early,
        )

    def _build(self, assignment: Assignment, certain: bool) -> Write:
        return Write(
            name=assignment.name,
            certain=certain,
            span=assignment.source.span(assignment.node),
            unpicklable=assignment.unpicklable,
            function=assignment.function,
            values=assignment.values,
            early=assignment.name in self.early,
        )
