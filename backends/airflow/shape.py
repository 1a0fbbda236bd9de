"""Which helpers a DAG file needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowc.backends.airflow.model import (
    AirflowTask,
    Dag,
    Group,
    Guard,
    Left,
    Pass,
    Paths,
    StepTask,
    TooMany,
)


def shape_of(dags: Sequence[Dag]) -> dict[str, bool]:
    """What there is in the DAGs, by the names that the templates use."""
    tasks = tuple(_tasks(dags))
    gives = {task.gives for task in tasks if isinstance(task, StepTask)}
    return {
        "has_groups": any(isinstance(unit, Group) for dag in dags for unit in dag.units),
        "has_guards": any(isinstance(task, Guard) for task in tasks),
        "has_paths": any(isinstance(task, Paths) for task in tasks),
        "has_sliced_paths": any(isinstance(task, Paths) and task.slices for task in tasks),
        "has_bounds": any(isinstance(task, TooMany) for task in tasks),
        "has_loops": any(isinstance(task, Pass) for task in tasks),
        "has_left": any(isinstance(task, Left) for task in tasks),
        "has_gives": bool(gives - {None}),
        "has_maps": bool(gives & {"paths", "slices"}),
        "has_slices": "slices" in gives,
    }


def _tasks(dags: Sequence[Dag]) -> Iterator[AirflowTask]:
    for dag in dags:
        for unit in dag.units:
            if isinstance(unit, Group):
                yield from unit.tasks
            else:
                yield unit
