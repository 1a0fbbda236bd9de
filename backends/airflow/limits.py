"""Limits of Airflow that a flow may meet, found before anything is deployed."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.airflow.config import Own, read
from flowc.backends.airflow.dags import lower_flow
from flowc.backends.airflow.model import Dag, Group, Pass, StepTask
from flowc.backends.airflow.names import branch_parts, dag_id
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, note, warning
from flowc.ir.features_used import back_edges
from flowc.ir.flow import Flow

MANY_TASKS = 2000
"""Tasks from which a DAG takes the scheduler seconds to read: 0.8 KB and 0.7 ms each (measured)."""

POOL = 128
"""Slots of Airflow's `default_pool` unless raised: tasks of all DAGs beyond it wait."""


def limit_findings(request: Request) -> Iterator[Finding]:
    """Findings 4xx; the flow has no errors so far."""
    own = read(request.settings)
    dags = lower_flow(request.flow, own.loop_bounds)
    yield from _name(request.flow)
    yield from _loops(request.flow, own, dags)
    yield from _width(request, own, dags)
    yield from _size(request.flow, dags)
    yield from _at_once(request, dags)


def _name(flow: Flow) -> Iterator[Finding]:
    wanted = ".".join([*branch_parts(flow), flow.name])
    if dag_id(flow) != wanted:
        yield note(
            "FLOW401",
            flow.span,
            f"flow `{flow.name}` is called `{dag_id(flow)}` on Airflow",
            label="ids have 250 characters at most, all of them ASCII",
        )


def _loops(flow: Flow, own: Own, dags: tuple[Dag, ...]) -> Iterator[Finding]:
    assert flow.region is not None, "only flows with structure come to a backend"
    spans = {str(step.id): step.transition.span for step in flow.steps}
    runs = {unit.dag for dag in dags for unit in _tasks(dag) if isinstance(unit, Pass)}
    seen = set()
    for loop, _, source in back_edges(flow.region):
        if loop.header in own.loop_bounds or loop.header in seen or not runs:
            continue
        seen.add(loop.header)
        yield note(
            "FLOW420",
            spans[source],
            f"each pass of the loop at `{loop.header}` is a DAG run of its own",
            label="Airflow's graphs have no way back; the runs need a triggerer, and there are 1000 at most",
            help=f"if few passes are enough, say how many: [airflow.loop-bounds] {loop.header} = 10",
        )


def _tasks(dag: Dag) -> Iterator[object]:
    for unit in dag.units:
        if isinstance(unit, Group):
            yield from unit.tasks
        else:
            yield unit


def _width(request: Request, own: Own, dags: tuple[Dag, ...]) -> Iterator[Finding]:
    wide = request.settings.max_fan_out
    if wide is None or wide <= own.max_map_length:
        return
    spans = {str(step.id): step.transition.span for step in request.flow.steps}
    openers = {
        task.step
        for dag in dags
        for task in _tasks(dag)
        if isinstance(task, StepTask) and task.gives == "paths"
    }
    for opener in sorted(openers):
        yield warning(
            "FLOW422",
            spans[opener],
            f"the foreach of `{opener}` may have {wide} items, and Airflow maps {own.max_map_length}",
            label="its items choose ways of their own, so that they cannot be run in slices",
            help="raise [core] max_map_length and set `max-map-length` in [airflow], or nest two foreachs",
        )


def _size(flow: Flow, dags: tuple[Dag, ...]) -> Iterator[Finding]:
    count = sum(1 for dag in dags for _ in _tasks(dag))
    if count > MANY_TASKS:
        yield warning(
            "FLOW421",
            flow.span,
            f"the DAG has {count} tasks",
            label="Airflow reads the whole of it again and again",
            help="declare smaller bounds of loops, or split the flow in two",
        )


def _at_once(request: Request, dags: tuple[Dag, ...]) -> Iterator[Finding]:
    wanted = request.settings.max_parallel
    if wanted > POOL and any(isinstance(unit, Group) for dag in dags for unit in dag.units):
        yield note(
            "FLOW423",
            request.flow.span,
            f"{wanted} tasks may run at once, and Airflow's `default_pool` has {POOL} slots",
            label="what is more waits for a slot; nothing fails",
            help="raise the pool (`airflow pools set`) and [core] parallelism, or lower `max-parallel`",
        )
