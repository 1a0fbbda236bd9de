"""The structured form of the step graph. Backends lower this, edge by edge, and never look at the graph.

Exactly one token travels through a `Route`. `Fork`, `Map` and `Gang` open frames, which nest strictly: their
bodies are Routes of their own, and the step that joins the frame is a `Task` after them in the outer Route.
"""

from __future__ import annotations

from typing import TypeAlias

from flowc.diagnostics.record import record

Name: TypeAlias = str
"""A step's name (`StepId`, which the module above this one defines)."""


@record
class Task:
    """One step."""

    step: Name


@record
class Edge:
    """An edge inside a Route, between positions in `nodes`.

    `case` is the step that the source chose, when it has a choice: the target of a switch, or the target of the
    exit that a Loop took. It is None when the source always goes this way.
    """

    source: int
    target: int
    case: Name | None = None


@record
class Exit:
    """An edge that leaves a Route from position `source` to the step `to`.

    `to` is the join of the frame, the header of the loop (a back edge), or a step outside the loop. `case` is as
    in `Edge`.
    """

    source: int
    to: Name
    case: Name | None = None


@record
class Route:
    """An acyclic graph of regions through which one token travels.

    `nodes` are in a topological order and `nodes[0]` is the entry. A node runs when one of its in-edges was taken.
    A node without out-edges and exits is the end of the flow.
    """

    nodes: tuple[Region, ...]
    edges: tuple[Edge, ...] = ()
    exits: tuple[Exit, ...] = ()


@record
class Fork:
    """A static branch: all `branches` run side by side, then `join`.

    `openers` are the steps whose split opens it, Tasks of the Route around it: usually one, several when arms of a
    switch open the same branches. `branches` are in the order of the first opener; the order of `inputs` in the
    join is that of the opener taken.
    """

    openers: tuple[Name, ...]
    branches: tuple[Route, ...]
    join: Name


@record
class Map:
    """A foreach: `body` runs once for each item, then `join`."""

    openers: tuple[Name, ...]
    body: Route
    join: Name


@record
class Gang:
    """`num_parallel`: the members run at the same time and know one another, then `join`."""

    openers: tuple[Name, ...]
    body: Route
    join: Name


@record
class Loop:
    """A natural loop. `body.nodes[0]` is the Task (or inner Loop) of the header.

    The exits of `body` with `to == header` are its back edges: together they count one pass counter. All others
    leave the loop. In the Route around it, an edge or exit from this node has `case` = the step left to, when the
    loop can leave to more than one step.
    """

    header: Name
    body: Route


Region: TypeAlias = Task | Route | Fork | Map | Gang | Loop


def entry(region: Region) -> Name:
    """The step that runs first in a region; for a Fork, the first branch's."""
    while True:
        match region:
            case Task(step=step):
                return step
            case Loop(header=header):
                return header
            case Route(nodes=nodes):
                region = nodes[0]
            case Fork(branches=branches):
                region = branches[0]
            case Map(body=body) | Gang(body=body):
                region = body


def loop_targets(loop: Loop) -> tuple[Name, ...]:
    """The steps that a loop can leave to, each once, in order."""
    return tuple(dict.fromkeys(exit_.to for exit_ in loop.body.exits if exit_.to != loop.header))
