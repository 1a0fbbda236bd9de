"""A flow to its DAGs."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.airflow.loops import loop_pass
from flowc.backends.airflow.lowering import Lowering, loop_dag_id
from flowc.backends.airflow.model import Dag
from flowc.backends.airflow.names import dag_id
from flowc.backends.airflow.order import ordered
from flowc.backends.airflow.route import lower_route
from flowc.backends.airflow.state import Arrival, Spot
from flowc.ir.flow import Flow
from flowc.ir.regions import Name, Route


def lower_flow(flow: Flow, bounds: Mapping[Name, int]) -> tuple[Dag, ...]:
    """The flow's own DAG first, then those of its loops."""
    assert flow.region is not None, "only flows with structure come to a backend"
    region = flow.region
    route = region if isinstance(region, Route) else Route(nodes=(region,))
    lowering = Lowering(flow, dag_id(flow), bounds)
    lower_route(route, Arrival((), None), Spot(lowering.state.top), lowering)
    dags = [_finished(lowering)]
    done: set[Name] = set()
    while lowering.pending:
        loop = lowering.pending.pop(0)
        identity = loop_dag_id(lowering.identity, loop)
        if identity in done:
            continue
        done.add(identity)
        lowering.begin(identity, loop.header)
        loop_pass(loop, lowering, lower_route)
        dags.append(_finished(lowering))
    return tuple(dags)


def _finished(lowering: Lowering) -> Dag:
    state = lowering.state
    return Dag(id=state.id, header=state.header, units=ordered(state.units()))
