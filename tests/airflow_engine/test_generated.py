"""Generated flows on Airflow 3.3: the tasks that ran are those of the reference interpreter, path by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from flowc.backends.airflow.dags import lower_flow
from flowc.client import Run
from flowc.client.places import find_run
from flowc.ir.flow import Flow, Foreach, Switch, targets
from flowc.ir.trace import TaskId, traces
from tests.airflow.emitting import structured
from tests.airflow.test_runs import headers
from tests.argo_sim.oracles import Random
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.required import require_airflow
from tests.generate.flows import flows
from tests.generate.graph import Generated

pytestmark = pytest.mark.xdist_group("airflow")

COUNT = 15
STEPS = 14
TASKS = 30
"""Tasks that a run may have at most: Airflow takes most of a second for each."""
PASSES = 4
MOST_UNITS = 150
HEAD = """\
import json

from metaflow import current

with open({decisions!r}) as _file:
    DECISIONS = json.load(_file)


def decision():
    return DECISIONS[f"{{current.step_name}} {{current.task_id}}"]


"""


@cache
def drawn() -> tuple[Generated, ...]:
    """Flows with branches, foreachs, switches or loops, the same each time."""
    found: dict[str, Generated] = {}

    @settings(
        max_examples=400,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(flows(max_steps=STEPS))
    def draw(generated: Generated) -> None:
        count = len(traces(structured(generated.flow()), Random(structured(generated.flow()), 1)).tasks())
        if len(generated.nodes) > STEPS // 2 and count <= TASKS:
            found.setdefault(generated.table(), generated)

    draw()
    several = list(found.values())
    return tuple(several[:: max(1, len(several) // COUNT)][:COUNT])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowEngine]:
    require_airflow("3.3")
    engine = AirflowEngine("3.3")
    engine.start(tmp_path_factory.mktemp("airflow"))
    yield engine
    engine.stop()


def decisions(flow: Flow, oracle: Random) -> dict[str, object]:
    """What each task that decides does, by step and path."""
    steps = {step.id: step.transition for step in flow.steps}
    found: dict[str, object] = {}
    for task in traces(flow, oracle).tasks():
        transition = steps[task.step]
        if isinstance(transition, Foreach):
            found[f"{task.step} {task.path}"] = list(range(oracle.splits(task)))
        elif isinstance(transition, Switch):
            arms = targets(transition)
            arm = oracle.choose(task, arms) if len(arms) > 1 else arms[0]
            found[f"{task.step} {task.path}"] = next(c.key for c in transition.cases if c.target == arm)
    return found


def bounds(flow: Flow) -> dict[str, int]:
    """Bounds for every loop, unless that makes too many tasks: then each pass is a DAG run."""
    assert flow.region is not None
    found = dict.fromkeys(headers(flow.region), PASSES)
    dag, *_ = lower_flow(flow, found)
    return found if len(dag.units) <= MOST_UNITS else {}


@pytest.mark.parametrize("number", range(COUNT))
def test_what_runs_is_what_the_reference_says(engine: AirflowEngine, tmp_path: Path, number: int) -> None:
    generated = drawn()[number]
    flow = structured(generated.flow())
    oracle = Random(flow, 1)
    table = tmp_path / "decisions.json"
    table.write_text(json.dumps(decisions(flow, oracle)), encoding="utf-8")
    source = generated.source().replace('self.choice = "k0"', "self.choice = decision()")
    source = source.replace("self.items = [1, 2]", "self.items = decision()")
    (tmp_path / "flow.py").write_text(HEAD.format(decisions=str(table)) + source, encoding="utf-8")
    engine.settings = {"airflow": {"loop-bounds": bounds(flow) if number % 2 else {}}}
    triggered = engine.trigger(engine.deploy(tmp_path / "flow.py"), {})
    assert engine.wait(triggered, 300) == "succeeded", generated.table()
    keys, _ = find_run(engine.store, triggered.flow, triggered.run)
    ran = sorted(TaskId(step.id, task.id) for step in Run.at(engine.store, keys) for task in step)
    assert ran == sorted(traces(flow, oracle).tasks()), generated.table()
