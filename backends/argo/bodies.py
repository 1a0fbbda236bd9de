"""The DAG templates: one for the flow, one per body of a foreach, one per loop."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flowc.backends.argo.depends import Result
from flowc.backends.argo.edges import gate
from flowc.backends.argo.model import DagTask, DagTemplate
from flowc.backends.argo.route import lower_route
from flowc.backends.argo.state import PASS, PATH, ROOT, Arrival, Dag, Gate, Lowering
from flowc.ir.regions import Exit, Loop, Region, Route, loop_targets

NEXT_PASS = "{{=asInt(inputs.parameters.iter) + 1}}"  # noqa: S105 - a pass of a loop


def lower_dags(region: Region, lowering: Lowering) -> list[DagTemplate]:
    """All DAG templates of a flow, its own first."""
    route = region if isinstance(region, Route) else Route(nodes=(region,))
    dag = Dag(lowering.names.allocate("flow"), ROOT)
    lower_route(route, Gate(), dag, lowering)
    templates = [dag.finish()]
    while lowering.pending:
        name, body = lowering.pending.popleft()
        if isinstance(body, Loop):
            templates.append(_loop(name, body, lowering))
        else:
            templates.append(_each(name, body, lowering))
    return templates


def guard_template(name: str) -> DagTemplate:
    """A template that succeeds without a pod: its one task is skipped, and a DAG of skipped tasks succeeds."""
    return DagTemplate(name=name, tasks=(DagTask(name="nothing", template=name, when="false"),))


def _each(name: str, body: Route, lowering: Lowering) -> DagTemplate:
    """The body of a foreach: it succeeds when its token has come to the join, wherever from."""
    dag = Dag(name, PATH)
    lower_route(body, Gate(), dag, lowering)
    return dag.finish(inputs=("path",))


def _loop(name: str, loop: Loop, lowering: Lowering) -> DagTemplate:
    """One pass of a loop, and a call of the same template when a back edge was taken."""
    dag = Dag(name, PASS)
    arrivals = lower_route(loop.body, Gate(), dag, lowering)
    back = [exit_ for exit_ in loop.body.exits if exit_.to == loop.header]
    entrance = gate(back, arrivals, dag, lowering)
    again = lowering.names.allocate(f"{loop.header}-again")
    dag.tasks.append(
        DagTask(
            name=again,
            template=name,
            depends=entrance.depends,
            when=entrance.when,
            arguments=(("path", PATH), ("iter", NEXT_PASS)),
        )
    )
    outputs = (("next", _left_to(again, loop, arrivals)),) if len(loop_targets(loop)) > 1 else ()
    return dag.finish(inputs=("path", "iter"), outputs=outputs)


def _left_to(again: str, loop: Loop, arrivals: Sequence[Arrival]) -> str:
    """An expression for the step that the loop was left to.

    Nodes are in topological order, so the last one that succeeded among those with an exit took its exit.
    """
    leaving = sorted(
        (exit_ for exit_ in loop.body.exits if exit_.to != loop.header), key=lambda exit_: exit_.source
    )
    text = ""
    for source, exits in groupby(leaving, key=lambda exit_: exit_.source):
        value = _value(arrivals[source], next(exits))
        text = f"{_succeeded(_task(arrivals[source]))} ? {value} : {text}" if text else value
    return f"{_succeeded(again)} ? tasks['{again}'].outputs.parameters.next : {text}"


def _value(arrival: Arrival, exit_: Exit) -> str:
    if exit_.case is None:
        return f"'{exit_.to}'"
    return f"tasks['{arrival.choice}'].outputs.parameters.next"


def _task(arrival: Arrival) -> str:
    assert isinstance(arrival.done, Result), "exits start at steps and loops, each one task"
    return arrival.done.task


def _succeeded(task: str) -> str:
    return f"tasks['{task}'].status == 'Succeeded'"
