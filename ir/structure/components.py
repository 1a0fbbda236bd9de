"""Strongly connected components, without recursion (Tarjan's algorithm on integer nodes)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Search:
    index: dict[int, int] = field(default_factory=dict)
    low: dict[int, int] = field(default_factory=dict)
    stack: list[int] = field(default_factory=list)
    on_stack: set[int] = field(default_factory=set)
    found: list[list[int]] = field(default_factory=list)

    def visit(self, node: int) -> None:
        self.index[node] = self.low[node] = len(self.index)
        self.stack.append(node)
        self.on_stack.add(node)

    def leave(self, node: int) -> None:
        if self.low[node] != self.index[node]:
            return
        component = []
        while True:
            member = self.stack.pop()
            self.on_stack.discard(member)
            component.append(member)
            if member == node:
                break
        self.found.append(component)


def strong_components(nodes: Sequence[int], successors: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """The strongly connected components of the graph, each a list of nodes, callees before callers."""
    search = _Search()
    for root in nodes:
        if root not in search.index:
            _search_from(root, successors, search)
    return search.found


def _search_from(root: int, successors: Mapping[int, Sequence[int]], search: _Search) -> None:
    search.visit(root)
    work: list[tuple[int, Iterator[int]]] = [(root, iter(successors[root]))]
    while work:
        node, pending = work[-1]
        for after in pending:
            if after not in search.index:
                search.visit(after)
                work.append((after, iter(successors[after])))
                break
            if after in search.on_stack:
                search.low[node] = min(search.low[node], search.index[after])
        else:
            work.pop()
            search.leave(node)
            if work:
                caller = work[-1][0]
                search.low[caller] = min(search.low[caller], search.low[node])


def reverse_postorder(entry: int, successors: Mapping[int, Sequence[int]]) -> list[int]:
    """The nodes that `entry` reaches, in reverse postorder: topological when there is no cycle.

    Among nodes that could come in any order, the first successor and all behind it come first.
    """
    seen = {entry}
    order: list[int] = []
    work: list[tuple[int, Iterator[int]]] = [(entry, iter(tuple(reversed(successors[entry]))))]
    while work:
        node, pending = work[-1]
        for after in pending:
            if after not in seen:
                seen.add(after)
                work.append((after, iter(tuple(reversed(successors[after])))))
                break
        else:
            work.pop()
            order.append(node)
    order.reverse()
    return order
