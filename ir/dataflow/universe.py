"""Artifact names as bits, so that sets of them are Python integers."""

from __future__ import annotations

from collections.abc import Iterable


class Universe:
    """The artifacts that some step writes, each with a bit of its own."""

    def __init__(self, names: Iterable[str]) -> None:
        self._bits = {name: 1 << position for position, name in enumerate(dict.fromkeys(names))}
        self.everything = (1 << len(self._bits)) - 1

    def bit(self, name: str) -> int:
        """The bit of a name; 0 for one that no step writes."""
        return self._bits.get(name, 0)

    def bits(self, names: Iterable[str]) -> int:
        """The bits of several names."""
        result = 0
        for name in names:
            result |= self.bit(name)
        return result

    def names(self, bits: int) -> tuple[str, ...]:
        """The names of a set of bits, sorted."""
        return tuple(sorted(name for name, bit in self._bits.items() if bit & bits))
