"""What is known at one point of a body: who wrote each artifact last, and what local names stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowc.frontend.effects.values import SELF, Value, join_values

ENTRY = -1
"""Stands for "not written by this step on some path" among the writes of an artifact."""

_FROM_ENTRY = frozenset((ENTRY,))


class State:
    """A point of the body.

    `defs` maps an artifact to the numbers of the writes that may have been its last, with `ENTRY` when some path
    has none; an absent artifact has only `ENTRY`. `present` are artifacts that exist here wherever they come from
    (they were read before, or tested with `hasattr`). `escaped`: some path has left by return, break or continue.
    `dead`: no path comes here. `merges` counts the calls of `merge_artifacts` so far.
    """

    __slots__ = ("dead", "defs", "escaped", "merges", "names", "present")

    def __init__(
        self,
        defs: dict[str, frozenset[int]],
        present: set[str],
        names: dict[str, Value],
    ) -> None:
        self.defs = defs
        self.present = present
        self.names = names
        self.escaped = False
        self.dead = False
        self.merges = 0

    def copy(self) -> State:
        """An independent copy."""
        twin = State(dict(self.defs), set(self.present), dict(self.names))
        twin.escaped, twin.dead, twin.merges = self.escaped, self.dead, self.merges
        return twin

    def writers(self, name: str) -> frozenset[int]:
        """The writes of `name` that may reach this point."""
        return self.defs.get(name, _FROM_ENTRY)

    def surely_written(self, name: str) -> bool:
        """Whether this step has written `name` on every path."""
        return ENTRY not in self.writers(name)

    def become(self, other: State) -> None:
        """Take over the content of another state."""
        for slot in self.__slots__:
            setattr(self, slot, getattr(other, slot))


def merge(states: Iterable[State]) -> State | None:
    """The state after paths have met; dead ones do not count. None when all are dead."""
    alive = [state for state in states if not state.dead]
    if not alive:
        return None
    result = alive[0]
    for state in alive[1:]:
        result = _merge_two(result, state)
    return result


def _merge_two(one: State, other: State) -> State:
    present = {name for name in one.present if name in other.present or other.surely_written(name)}
    present |= {name for name in other.present if one.surely_written(name)}
    result = State(_merge_defs(one, other), present, _merge_names(one.names, other.names))
    result.escaped = one.escaped or other.escaped
    result.merges = max(one.merges, other.merges)
    return result


def _merge_defs(one: State, other: State) -> dict[str, frozenset[int]]:
    if one.defs == other.defs:
        return dict(one.defs)
    return {name: one.writers(name) | other.writers(name) for name in dict.fromkeys((*one.defs, *other.defs))}


def _merge_names(one: Mapping[str, Value], other: Mapping[str, Value]) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for name, value in one.items():
        joined = join_values(value, other.get(name))
        if joined is not None:
            result[name] = joined
    return result


def lost_self(before: Iterable[State], after: State) -> bool:
    """Whether a name stood for the flow on one path and is now unknown."""
    return any(
        value == SELF and after.names.get(name) != SELF
        for state in before
        if not state.dead
        for name, value in state.names.items()
    )


def add_writes(state: State, others: Iterable[State]) -> None:
    """Let writes of other paths reach `state` too, without making any artifact less sure."""
    for other in others:
        for name, writers in other.defs.items():
            mine = state.writers(name)
            state.defs[name] = mine | (writers - _FROM_ENTRY)
