"""How many events a run writes into its history, which ends at 25,000: a model, from runs of an interpreter.

A task is entered, scheduled, started, submitted, ends and is exited; so is a call of S3, without a submission.
A Choice is entered and exited. A Map or Parallel is entered, started, ends and is exited, and each of its
iterations starts and ends. What is inside a Distributed Map counts in executions of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowc.backends.protocol import TargetSettings
from flowc.backends.step_functions.own import Own
from flowc.ir import regions as ir
from flowc.ir.exhaustive import assert_never
from flowc.ir.flow import Flow, Foreach, Step, Switch, targets
from flowc.ir.regions import Region, Route

LIMIT = 25_000
"""Events of one execution. Step Functions ends an execution that has more."""

ASSUMED_ITEMS = 500
"""Items of each foreach, when nobody says how many there are at most."""

ASSUMED_PASSES = 10
"""Passes of each loop."""

BEGIN = 8
"""Start and end of the execution, and what stores its input."""

HOOKS = 16
"""What calls the functions of `@exit_hook`: a Parallel of one branch, a task, a Choice, and what ends the run."""

TASK = 6
READ = 5
CHOICE = 2
FRAME = 4
ITERATION = 2


class History:
    """Counts events. `distributed` are the openers of Distributed Maps; a foreach is taken to have `items`."""

    def __init__(self, steps: Mapping[str, Step], distributed: frozenset[str], items: int) -> None:
        self.steps = steps
        self.distributed = distributed
        self.items = items

    def events(self, region: Region) -> int:
        """The most events that a token leaves in a region: of all nodes of a route, though it may pass some by."""
        match region:
            case ir.Task(step=step):
                return self._step(self.steps[step])
            case ir.Route(nodes=nodes):
                return sum(map(self.events, nodes))
            case ir.Loop(body=body):
                return ASSUMED_PASSES * self.events(body)
            case ir.Fork(branches=branches):
                return FRAME + sum(ITERATION + self.events(branch) for branch in branches)
            case ir.Map() | ir.Gang():
                if region.openers[0] in self.distributed:
                    return FRAME
                return FRAME + self.items * self.item(region)
            case _:
                assert_never(region)

    def item(self, region: ir.Map | ir.Gang) -> int:
        """Events of one item."""
        return ITERATION + self.events(region.body)

    def _step(self, step: Step) -> int:
        match step.transition:
            case Foreach():
                return TASK if step.id in self.distributed else TASK + READ
            case Switch() if len(targets(step.transition)) > 1:
                return TASK + READ + CHOICE
            case _:
                return TASK


def history_of(steps: Mapping[str, Step], distributed: frozenset[str], settings: TargetSettings) -> History:
    """The model with as many items as the configuration says."""
    items = ASSUMED_ITEMS if settings.max_fan_out is None else settings.max_fan_out
    return History(steps, distributed, items)


def events_beside_steps(flow: Flow) -> int:
    """Events that every run has."""
    return BEGIN + (HOOKS if flow.exit_hooks else 0)


def distributed_openers(
    route: Route, steps: Mapping[str, Step], settings: TargetSettings, begun: int = BEGIN
) -> frozenset[str]:
    """The openers of the foreachs that run as Distributed Maps: those that the configuration names or, unless it
    says that all run inline, as many of the outermost ones as the history of an execution asks for; it has
    `begun` events besides.
    """
    own = Own.of(settings)
    named = frozenset(
        opener
        for region in maps(route, inner=True)
        if own.map == "distributed" or not set(own.distributed).isdisjoint(region.openers)
        for opener in region.openers
    )
    return named if own.map == "inline" else _enough(route, steps, settings, named, begun)


def _enough(
    route: Route,
    steps: Mapping[str, Step],
    settings: TargetSettings,
    distributed: frozenset[str],
    begun: int,
) -> frozenset[str]:
    """Distribute the foreach with the most events, until each execution has room for its own."""
    scopes: list[tuple[Route, int]] = [(route, begun)]
    while scopes:
        scope, begun = scopes.pop()
        history = history_of(steps, distributed, settings)
        inline = [region for region in maps(scope) if region.openers[0] not in distributed]
        if inline and begun + history.events(scope) > LIMIT:
            heaviest = max(inline, key=history.item)
            distributed |= frozenset(heaviest.openers)
            scopes.append((scope, begun))
        else:
            scopes += ((each.body, ITERATION) for each in _executions(scope, distributed))
    return distributed


def maps(region: Region, *, inner: bool = False) -> Iterator[ir.Map]:
    """The foreachs in a region, in order: those of its own frame, or with `inner` all of them."""
    match region:
        case ir.Task() | ir.Gang():
            return
        case ir.Map(body=body):
            yield region
            if inner:
                yield from maps(body, inner=True)
        case ir.Route(nodes=nodes):
            for node in nodes:
                yield from maps(node, inner=inner)
        case ir.Fork(branches=branches):
            for branch in branches:
                yield from maps(branch, inner=inner)
        case ir.Loop(body=body):
            yield from maps(body, inner=inner)
        case _:
            assert_never(region)


def _executions(region: Region, distributed: frozenset[str]) -> Iterator[ir.Map]:
    """The Distributed Maps that the execution of a region starts itself."""
    for each in maps(region):
        if each.openers[0] in distributed:
            yield each
        else:
            yield from _executions(each.body, distributed)


def most_items(events: int, flow: Flow) -> int:
    """How many items of so many events each an execution has room for."""
    return max(1, (LIMIT - events_beside_steps(flow)) // events)
