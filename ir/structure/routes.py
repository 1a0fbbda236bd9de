"""A scope to a Route: loops found as strongly connected components, nested ones inside, the rest in order.

A component with one entry is a natural loop: its header dominates the rest. Its edges back to the header leave
the body, so that the next search finds the loops inside it. Recursion follows the nesting of loops only, which
`MAX_DEPTH` bounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowc.diagnostics.record import small_record
from flowc.ir.flow import Step, StepId
from flowc.ir.regions import Edge, Exit, Loop, Region, Route, Task
from flowc.ir.structure.components import reverse_postorder, strong_components
from flowc.ir.structure.fault import Fault, FaultKind
from flowc.ir.structure.scopes import Arrow, FrameNode, Scope

MAX_DEPTH = 64
"""How deep frames and loops may nest; far beyond any flow, and within every engine's own limit."""


@small_record
class Part:
    """A piece of a scope: some of its nodes, the one entered first, the arrows that start in it."""

    nodes: Sequence[int]
    entry: int
    arrows: Sequence[Arrow]


class RouteBuilder:
    """Builds the Route of one scope; `faults` says why there is none."""

    def __init__(
        self, scope: Scope, steps: Mapping[StepId, Step], start: StepId, inner: Mapping[StepId, Region]
    ) -> None:
        self.scope = scope
        self.steps = steps
        self.start = start
        self.inner = inner
        self.faults: list[Fault] = []

    def build(self) -> Route:
        """The Route of the whole scope."""
        return self.route(Part(range(len(self.scope.nodes)), self.scope.entry, self.scope.arrows), 0)

    def route(self, part: Part, depth: int) -> Route:
        """The Route of a part: its loops collapsed, its nodes in reverse postorder."""
        inside = [arrow for arrow in part.arrows if arrow.target is not None]
        group_of: dict[int, int] = {}
        members: dict[int, list[int]] = {}
        for component in self._components(part.nodes, inside):
            for node in component:
                group_of[node] = component[0]
            members[component[0]] = sorted(component)
        regions: dict[int, Region] = {}
        arrows: list[Arrow] = []
        by_group: dict[int, list[Arrow]] = {}
        for arrow in part.arrows:
            by_group.setdefault(group_of[arrow.source], []).append(arrow)
        entries = self._entries(part, inside, group_of)
        for group, nodes in members.items():
            own = by_group.get(group, [])
            if len(nodes) == 1 and all(arrow.target != nodes[0] for arrow in own):
                regions[group] = self._leaf(nodes[0])
                arrows.extend(own)
            else:
                regions[group], leaving = self._loop(nodes, sorted(entries[group]), own, depth)
                arrows.extend(leaving)
        return _assemble(group_of[part.entry], regions, arrows, group_of)

    def _components(self, nodes: Sequence[int], arrows: Sequence[Arrow]) -> list[list[int]]:
        successors: dict[int, list[int]] = {node: [] for node in nodes}
        for arrow in arrows:
            assert arrow.target is not None
            successors[arrow.source].append(arrow.target)
        return strong_components(nodes, successors)

    def _entries(
        self, part: Part, inside: Sequence[Arrow], group_of: Mapping[int, int]
    ) -> dict[int, set[int]]:
        entries: dict[int, set[int]] = {group: set() for group in group_of.values()}
        entries[group_of[part.entry]].add(part.entry)
        for arrow in inside:
            assert arrow.target is not None
            if group_of[arrow.source] != group_of[arrow.target]:
                entries[group_of[arrow.target]].add(arrow.target)
        return entries

    def _leaf(self, node: int) -> Region:
        content = self.scope.nodes[node]
        if isinstance(content, FrameNode):
            return self.inner[content.opener]
        return Task(step=content.step)

    def _loop(
        self, nodes: list[int], entries: list[int], own: Sequence[Arrow], depth: int
    ) -> tuple[Region, list[Arrow]]:
        """The Loop over `nodes` and the arrows that leave it, as arrows of the loop as a whole."""
        header = entries[0]
        name = self._name(header)
        if self._is_faulty(nodes, entries, own, depth):
            return Task(step=name), []
        members = set(nodes)
        body_arrows = [
            arrow if arrow.target in members and arrow.target != header else _leaving(arrow) for arrow in own
        ]
        body = self.route(Part(nodes, header, body_arrows), depth + 1)
        leaving = {arrow.to: arrow for arrow in own if arrow.target not in members}
        several = len(leaving) > 1
        outward = [
            Arrow(header, arrow.target, arrow.to, arrow.to if several else None) for arrow in leaving.values()
        ]
        return Loop(header=name, body=body), outward

    def _is_faulty(self, nodes: list[int], entries: list[int], own: Sequence[Arrow], depth: int) -> bool:
        header = entries[0]
        members = set(nodes)
        back = [arrow for arrow in own if arrow.target == header]
        names = tuple(self._name(node) for node in nodes)
        content = self.scope.nodes[header]
        before = len(self.faults)
        if len(entries) > 1:
            others = tuple(self._name(entry) for entry in entries)
            self._add(FaultKind.SECOND_ENTRY, self._last(own, entries), others)
        elif isinstance(content, FrameNode):
            self._add(FaultKind.SECOND_ENTRY, back[-1].source, (self._name(header),))
        elif all(arrow.target in members for arrow in own):
            self._add(FaultKind.ENDLESS_LOOP, header, names)
        elif content.step == self.start:
            self._add(FaultKind.BACK_TO_START, back[0].source, (content.step,))
        elif self.steps[content.step].is_join:
            self._add(FaultKind.BACK_TO_JOIN, back[0].source, (content.step,))
        elif depth >= MAX_DEPTH:
            self._add(FaultKind.TOO_DEEP, header, ())
        return len(self.faults) > before

    def _last(self, own: Sequence[Arrow], entries: list[int]) -> int:
        """A source inside the loop that leads to one of its entries: where the user can cut it."""
        return next((arrow.source for arrow in reversed(own) if arrow.target in entries), entries[0])

    def _add(self, kind: FaultKind, node: int, others: tuple[StepId, ...]) -> None:
        step = self.steps[self._name(node)]
        self.faults.append(Fault(kind=kind, step=step.id, others=others, span=step.transition.span))

    def _name(self, node: int) -> StepId:
        content = self.scope.nodes[node]
        return content.opener if isinstance(content, FrameNode) else content.step


def _leaving(arrow: Arrow) -> Arrow:
    return Arrow(arrow.source, None, arrow.to, arrow.case)


def _assemble(
    entry: int, regions: Mapping[int, Region], arrows: Sequence[Arrow], group_of: Mapping[int, int]
) -> Route:
    """Number the regions in reverse postorder and turn arrows into edges and exits."""
    successors: dict[int, list[int]] = {group: [] for group in regions}
    for arrow in arrows:
        if arrow.target is not None:
            successors[group_of[arrow.source]].append(group_of[arrow.target])
    order = reverse_postorder(entry, successors)
    position = {group: index for index, group in enumerate(order)}
    outgoing: dict[int, list[Arrow]] = {group: [] for group in regions}
    for arrow in arrows:
        outgoing[group_of[arrow.source]].append(arrow)
    edges: list[Edge] = []
    exits: list[Exit] = []
    for group in order:
        for arrow in outgoing[group]:
            source = position[group]
            if arrow.target is None:
                exits.append(Exit(source=source, to=arrow.to, case=arrow.case))
            else:
                edges.append(Edge(source=source, target=position[group_of[arrow.target]], case=arrow.case))
    return Route(nodes=tuple(regions[group] for group in order), edges=tuple(edges), exits=tuple(exits))
