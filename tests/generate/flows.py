"""Hypothesis strategies for valid flows: crossed switches, nested frames with one or two openers, loops.

A route is drawn as a row of units. A unit is a step, or a frame from its opener to its join. The way out of a
unit leads to later units and out of the route, by a switch when there are several; then edges back are drawn to
units that dominate their source. Nothing is filtered: all that is drawn is valid.

    from tests.generate.flows import flows

    @given(flows())
    def test_anything(generated: Generated) -> None: ...
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.generate.graph import Generated, Kind, Node

WORDS = ("load", "train", "in", "not", "data_set", "let", "x", "model2", "true", "a_b")
"""Beginnings of step names; some of them are words of Argo's expression language."""


@dataclass(slots=True)
class Unit:
    """A part of a route: entered at step `entry`, left from step `exit` for the units and names in `to`."""

    entry: str
    exit: str
    to: list[int | None] = field(default_factory=list)
    """Positions of units; None is the way out of the route."""


@dataclass(slots=True)
class Budget:
    """How many steps may still be drawn."""

    steps: int


class Builder:
    """Draws one flow."""

    def __init__(self, draw: st.DrawFn, budget: Budget, *, loops: bool) -> None:
        self.draw = draw
        self.budget = budget
        self.loops = loops
        self.nodes: dict[str, Node] = {}

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included; shrinks to the lower."""
        return self.draw(st.integers(low, high))

    def name(self) -> str:
        """A name not given before."""
        self.budget.steps -= 1
        return f"{self.draw(st.sampled_from(WORDS))}_{len(self.nodes)}".replace("__", "_")

    def add(self, name: str, kind: Kind, to: tuple[str, ...], *, joins: bool = False) -> None:
        """A step whose transition is known."""
        self.nodes[name] = Node(name=name, kind=kind, to=to, joins=joins)

    def reserve(self, *, joins: bool = False, name: str | None = None) -> str:
        """A step whose transition is drawn later."""
        name = name or self.name()
        self.add(name, "end", (), joins=joins)
        return name

    def route(self, out: str, depth: int, first: str | None = None) -> str:
        """Draw a route that leaves to `out`; the name of its first step."""
        longest = 4 if depth == 0 else 3
        size = 1 + min(self.number(0, longest), max(0, self.budget.steps // 2))
        units = [self.unit(depth, first if position == 0 else None) for position in range(size)]
        self.forward(units)
        if self.loops:
            self.backward(units, 1 if first is not None else 0)
        for unit in units:
            self.leave(unit, units, out)
        return units[0].entry

    def forward(self, units: list[Unit]) -> None:
        """Edges to later units and out; every unit but the first gets at least one in-edge."""
        reached = {0}
        for position, unit in enumerate(units):
            later: list[int | None] = [*range(position + 1, len(units)), None]
            chosen = self.draw(st.lists(st.sampled_from(later), max_size=3, unique=True))
            if position + 1 < len(units) and position + 1 not in reached and position + 1 not in chosen:
                chosen.append(position + 1)
            unit.to = chosen or [later[0]]
            reached.update(target for target in unit.to if target is not None)

    def backward(self, units: list[Unit], first: int) -> None:
        """Edges back to units that dominate their source. The first unit of the flow holds `start`: none to it."""
        dominators = _dominators(units)
        for position, unit in enumerate(units):
            headers = sorted(header for header in dominators[position] if header >= first)
            if headers and self.number(0, 3) == 3:
                unit.to.append(self.draw(st.sampled_from(headers)))

    def leave(self, unit: Unit, units: list[Unit], out: str) -> None:
        """Give the last step of a unit its transition."""
        to = list(dict.fromkeys(out if target is None else units[target].entry for target in unit.to))
        joins = self.nodes[unit.exit].joins
        if len(to) == 1 and self.number(0, 9) < 9:
            self.add(unit.exit, "linear", (to[0],), joins=joins)
            return
        if self.number(0, 9) == 9 or len(to) == 1:
            to.append(to[0])  # two cases may have one target
        self.add(unit.exit, "switch", tuple(self.draw(st.permutations(to))), joins=joins)

    def unit(self, depth: int, first: str | None) -> Unit:
        """A step, or frames one after another, each join but the last opening the next."""
        entry = self.reserve(name=first)
        unit = Unit(entry, entry)
        while depth < 3 and self.budget.steps > 2 and self.number(0, 2) == 2:
            unit.exit = self.frame(unit.exit, depth)
        return unit

    def frame(self, opener: str, depth: int) -> str:
        """A foreach or a branch that `opener` opens, or that two arms of its switch open; the join's name."""
        join = self.reserve(joins=True)
        is_fork = self.number(0, 1) == 1
        sizes = range(self.number(2, 3)) if is_fork else range(1)
        roots = tuple(self.route(join, depth + 1) for _ in sizes)
        kind: Kind = "split" if is_fork else "foreach"
        joins = self.nodes[opener].joins
        if self.number(0, 3) < 3:
            self.add(opener, kind, roots, joins=joins)
            return join
        arms = (self.name_of_arm(kind, roots), self.name_of_arm(kind, roots))
        self.add(opener, "switch", arms, joins=joins)
        return join

    def name_of_arm(self, kind: Kind, roots: tuple[str, ...]) -> str:
        """One of several openers of the same frame, with an order of branches of its own."""
        name = self.name()
        self.add(name, kind, tuple(self.draw(st.permutations(roots))))
        return name


def _dominators(units: list[Unit]) -> list[set[int]]:
    """For each unit the units that every way to it passes, itself included; units are in topological order."""
    sources: list[list[int]] = [[] for _ in units]
    for position, unit in enumerate(units):
        for target in unit.to:
            if target is not None:
                sources[target].append(position)
    found: list[set[int]] = []
    for position, before in enumerate(sources):
        common = set.intersection(*(found[source] for source in before)) if before else set()
        found.append(common | {position})
    return found


@st.composite
def flows(draw: st.DrawFn, *, max_steps: int = 25, loops: bool = True, shuffled: bool = False) -> Generated:
    """Valid flows of up to about `max_steps` steps from `start` to `end`; methods shuffled on wish."""
    builder = Builder(draw, Budget(max_steps), loops=loops)
    builder.route("end", 0, first="start")
    builder.add("end", "end", ())
    generated = Generated(nodes=tuple(builder.nodes.values()))
    if shuffled:
        generated = generated.reordered(draw(st.permutations(range(len(generated.nodes)))))
    return generated
