"""The invariants of the IR that its types cannot say. Run between passes, before lowering and in tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flowc.ir.flow import Broken, Flow, Foreach, Gang, Split, StepId, Transition, targets
from flowc.ir.passes.order import visit
from flowc.ir.regions import Fork, Loop, Map, Region, Route, Task, entry, loop_targets
from flowc.ir.regions import Gang as GangRegion


class BrokenInvariant(AssertionError):  # noqa: N818 - it names what is broken, and is no user's error
    """The IR is not what a pass promised: a fault of flowc itself."""


def verify(flow: Flow) -> None:
    """Raise `BrokenInvariant` with every violation found; return when there is none."""
    violations = [*_graph(flow), *_regions(flow)]
    if violations:
        raise BrokenInvariant("; ".join(violations))


def _graph(flow: Flow) -> Iterator[str]:
    names = [step.id for step in flow.steps]
    for name, count in Counter(names).items():
        if count > 1:
            yield f"step {name} occurs {count} times"
    known = set(names)
    for step in flow.steps:
        if isinstance(step.transition, Broken):
            yield f"step {step.id} has a broken transition"
        for target in targets(step.transition):
            if target not in known:
                yield f"step {step.id} leads to {target}, which does not exist"


def _regions(flow: Flow) -> Iterator[str]:
    if flow.region is None:
        yield "the flow has no region"
        return
    visited = Counter(visit(flow.region))
    for step in flow.steps:
        if visited[step.id] != 1:
            yield f"step {step.id} stands in {visited[step.id]} regions"
    transitions = {step.id: step.transition for step in flow.steps}
    work: list[Region] = [flow.region]
    while work:
        region = work.pop()
        match region:
            case Route():
                yield from _route(region, transitions)
                work.extend(region.nodes)
            case Fork(branches=branches):
                yield from _frame(region, region.openers, region.join, branches, transitions)
                work.extend(branches)
            case Map(body=body) | GangRegion(body=body):
                yield from _frame(region, region.openers, region.join, (body,), transitions)
                work.append(body)
            case Loop(body=body):
                yield from _loop(region)
                work.append(body)
            case Task():
                pass


def _route(route: Route, transitions: dict[StepId, Transition]) -> Iterator[str]:
    size = len(route.nodes)
    reached = {0}
    for edge in route.edges:
        if not 0 <= edge.source < edge.target < size:
            yield f"edge {edge.source}->{edge.target} is not in topological order"
        reached.add(edge.target)
    if len(reached) != size:
        yield f"route of {entry(route)} has nodes that no edge reaches"
    ways: list[list[str | None]] = [[] for _ in route.nodes]
    for edge in route.edges:
        ways[edge.source].append(edge.case)
    for exit_ in route.exits:
        ways[exit_.source].append(exit_.case)
    for node, cases in zip(route.nodes, ways, strict=True):
        yield from _choices(node, cases, transitions)


def _choices(node: Region, ways: list[str | None], transitions: dict[StepId, Transition]) -> Iterator[str]:
    """A node with several ways out names the case of each, and a node with one way names none."""
    if len(ways) > 1 and (None in ways or len(set(ways)) != len(ways)):
        yield f"the ways out of {entry(node)} are not told apart by their cases"
    if len(ways) == 1 and ways[0] is not None:
        yield f"the only way out of {entry(node)} has a case"
    match node:
        case Task(step=step) if len(ways) == 0 and targets(transitions[StepId(step)]):
            yield f"step {step} has transitions but no way out"
        case Loop() if len(ways) != len(loop_targets(node)):
            yield f"loop {node.header} has {len(loop_targets(node))} exits but {len(ways)} ways out"
        case _:
            pass


def _frame(
    region: Fork | Map | GangRegion,
    openers: tuple[str, ...],
    join: str,
    bodies: tuple[Route, ...],
    transitions: dict[StepId, Transition],
) -> Iterator[str]:
    expected = {Fork: Split, Map: Foreach, GangRegion: Gang}[type(region)]
    roots = {entry(body) for body in bodies}
    for opener in openers:
        transition = transitions[StepId(opener)]
        if not isinstance(transition, expected) or set(targets(transition)) != roots:
            yield f"step {opener} does not open {sorted(roots)}"
    for body in bodies:
        if not body.exits or any(exit_.to != join for exit_ in body.exits):
            yield f"the body of {entry(body)} does not lead to {join}"


def _loop(loop: Loop) -> Iterator[str]:
    if entry(loop.body) != loop.header:
        yield f"loop {loop.header} is entered at {entry(loop.body)}"
    if all(exit_.to != loop.header for exit_ in loop.body.exits):
        yield f"loop {loop.header} has no back edge"
    if not loop_targets(loop):
        yield f"loop {loop.header} has no exit"
