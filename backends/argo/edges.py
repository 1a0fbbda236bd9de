"""Edges of a Route to `depends` and `when`: see README.md for why this is right.

`when` belongs to a task, a case to an edge. A node whose only in-edge is a case edge carries the `when` itself.
For a node with several in-edges, each case edge among them becomes a guard: a task of its own, which runs no pod
and succeeds when the case was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flowc.backends.argo.depends import Depends, Result, any_of
from flowc.backends.argo.model import DagTask
from flowc.backends.argo.state import Arrival, Dag, Gate, Lowering
from flowc.ir.regions import Edge, Exit, Name


def gate(edges: Iterable[Edge | Exit], arrivals: Sequence[Arrival], dag: Dag, lowering: Lowering) -> Gate:
    """The gate of a node that runs when one of `edges` was taken."""
    taken = dict.fromkeys((edge.source, edge.case) for edge in edges)
    if len(taken) == 1:
        ((source, case),) = taken
        if case is not None:
            return Gate(arrivals[source].done, chosen(arrivals[source], case))
    return Gate(_any_taken(taken, arrivals, dag, lowering))


def arrived(exits: Iterable[Exit], arrivals: Sequence[Arrival], dag: Dag, lowering: Lowering) -> Depends:
    """True when the token has left by one of `exits`, as part of a larger expression."""
    return _any_taken(dict.fromkeys((exit_.source, exit_.case) for exit_ in exits), arrivals, dag, lowering)


def chosen(arrival: Arrival, case: Name) -> str:
    """The `when` of a case edge. Both sides are quoted: step names are nothing but letters, digits and `_`."""
    return f"'{{{{tasks.{arrival.choice}.outputs.parameters.next}}}}' == '{case}'"


def _any_taken(
    taken: Iterable[tuple[int, Name | None]], arrivals: Sequence[Arrival], dag: Dag, lowering: Lowering
) -> Depends:
    return any_of([
        arrivals[source].done if case is None else _guard(arrivals[source], case, dag, lowering)
        for source, case in taken
    ])  # fmt: skip


def _guard(arrival: Arrival, case: Name, dag: Dag, lowering: Lowering) -> Depends:
    name = lowering.names.allocate(f"{arrival.choice}-to-{case}")
    dag.tasks.append(
        DagTask(
            name=name,
            template=lowering.guard_template(),
            depends=arrival.done,
            when=chosen(arrival, case),
        )
    )
    return Result(name)
