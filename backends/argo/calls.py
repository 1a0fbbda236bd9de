"""Regions to tasks of the DAG template they stand in: one short function per kind.

The bodies of loops, and of foreachs with more than one node, get templates of their own (`bodies`).
"""

from __future__ import annotations

from flowc.backends.argo.depends import Depends, Result, all_of, any_of
from flowc.backends.argo.model import DagTask
from flowc.backends.argo.packing import steps_within
from flowc.backends.argo.state import Arrival, Call, Dag, Gate, Lowering
from flowc.ir.regions import Loop, Map, Name, Route, Task, entry, loop_targets


def call_task(task: Task, gate: Gate, dag: Dag, lowering: Lowering) -> Arrival:
    """One step."""
    return _call(_step(task.step, lowering, framed=not dag.is_root), gate, dag)


def call_loop(loop: Loop, gate: Gate, dag: Dag, lowering: Lowering) -> Arrival:
    """A loop: the first call of the template that calls itself."""
    arrival = _call(_loop(loop, lowering), gate, dag)
    return arrival if len(loop_targets(loop)) > 1 else Arrival(arrival.done)


def call_map(region: Map, dag: Dag, lowering: Lowering) -> Arrival:
    """A foreach. Each opener has a task of its own for the body, since the count comes from the opener taken."""
    call = _body(region.body, lowering)
    size = lowering.slices.get(entry(region.body), 1)
    if size > 1:
        lowering.opened |= dict.fromkeys(region.openers, size)
        lowering.packed |= dict.fromkeys(steps_within(region.body), size)
    return Arrival(any_of([_map_from(opener, region, call, dag, lowering) for opener in region.openers]))


def _map_from(opener: Name, region: Map, call: Call, dag: Dag, lowering: Lowering) -> Depends:
    lowering.splits.add(opener)
    source = lowering.templates[opener]
    name = _map_task(opener, region, call, lowering)
    item = f"{{{{item}}}}x{lowering.opened[opener]}" if opener in lowering.opened else "{{item}}"
    dag.tasks.append(
        DagTask(
            name=name,
            template=call.template,
            depends=Result(source),
            count=f"{{{{tasks.{source}.outputs.parameters.splits}}}}",
            arguments=(("path", f"{dag.path}.{item}"), *call.arguments),
        )
    )
    # no items, no tasks: Argo calls that Skipped. An opener that was not taken leaves its body Omitted.
    return all_of([Result(source), any_of([Result(name), Result(name, "Skipped")])])


def _map_task(opener: Name, region: Map, call: Call, lowering: Lowering) -> str:
    """The name of the template, unless several openers call it."""
    if len(region.openers) == 1:
        return call.template
    return lowering.names.allocate(f"{entry(region.body)}-from-{opener}")


def _body(body: Route, lowering: Lowering) -> Call:
    """The template of a body; a body of one node needs none of its own, which halves the nodes of a run."""
    match body.nodes:
        case (Task(step=step),):
            return _step(step, lowering, framed=True)
        case (Loop() as loop,):
            return _loop(loop, lowering)
    name = lowering.names.allocate(f"{entry(body)}-each")
    lowering.pending.append((name, body))
    return Call(name)


def _step(step: Name, lowering: Lowering, *, framed: bool) -> Call:
    lowering.order.append(step)
    if framed:
        lowering.framed.add(step)
    return Call(lowering.templates[step], takes_path=framed)


def _loop(loop: Loop, lowering: Lowering) -> Call:
    name = lowering.names.allocate(f"{loop.header}-loop")
    lowering.pending.append((name, loop))
    return Call(name, arguments=(("iter", "0"),))


def _call(call: Call, gate: Gate, dag: Dag) -> Arrival:
    """A task named like its template: both are unique, and each is called here alone."""
    path = (("path", dag.path),) if call.takes_path else ()
    dag.tasks.append(
        DagTask(
            name=call.template,
            template=call.template,
            depends=gate.depends,
            when=gate.when,
            arguments=(*path, *call.arguments),
        )
    )
    return Arrival(Result(call.template), call.template)
