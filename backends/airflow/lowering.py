"""The lowering of a flow: its DAG, and one for each loop that is run pass by pass."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.airflow.model import AirflowTask, Entrance, Gives, StepTask
from flowc.backends.airflow.names import Names, fit
from flowc.backends.airflow.state import DagState, Spot
from flowc.ir.flow import Flow
from flowc.ir.regions import Loop, Name


class Lowering:
    """What is common to the DAGs of a flow: bounds of loops, loops that still need a DAG, and the current one.

    `bounds` maps the first step of a loop to the most passes that it may take.
    """

    def __init__(self, flow: Flow, identity: str, bounds: Mapping[Name, int]) -> None:
        self.flow = flow
        self.identity = identity
        self.bounds = bounds
        self.pending: list[Loop] = []
        self.begin(identity, None)

    def begin(self, identity: str, header: Name | None) -> None:
        """Go on with another DAG."""
        self.state = DagState(identity, header)
        self.state.names = Names(step.id for step in self.flow.steps)

    def loop_dag(self, loop: Loop) -> str:
        """The id of the DAG of a loop, which is lowered later."""
        self.pending.append(loop)
        return loop_dag_id(self.identity, loop)

    def put(self, task: AirflowTask, spot: Spot) -> None:
        """Add a task to the segment at a spot."""
        self.state.segment(spot.level, spot.segment).tasks.append(task)

    def put_step(self, step: Name, gives: Gives | None, before: Entrance, spot: Spot) -> str:
        """Add a step; the id of its task."""
        name = self.state.names.allocate(f"{step}{spot.copy}") if spot.copy else fit(step)
        self.put(StepTask(id=name, step=step, entrance=before, passes=spot.passes, gives=gives), spot)
        return name


def loop_dag_id(identity: str, loop: Loop) -> str:
    """The id of the DAG that runs one pass of a loop."""
    return fit(f"{identity}__loop_{loop.header}")
