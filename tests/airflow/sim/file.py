"""Execute a DAG file with stand-ins for Airflow: its DAGs, and the names it defines."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from tests.airflow.sim import sdk


@dataclass(frozen=True)
class DagFile:
    """The flow's own DAG is `dags[flow]`."""

    dags: dict[str, sdk.Dag]
    names: dict[str, Any]

    @property
    def flow(self) -> str:
        found: str = self.names["FLOW"]
        return found


class Round(sdk.Operator):
    """`TriggerDagRunOperator`; the simulator runs what `execute` asks for."""

    def __init__(self, *, trigger_dag_id: str, **options: Any) -> None:
        own = {"wait_for_completion", "reset_dag_run", "poke_interval", "deferrable"}
        assert options["wait_for_completion"] is True
        assert options["reset_dag_run"] is True
        super().__init__(**{name: value for name, value in options.items() if name not in own})
        self.trigger_dag_id = trigger_dag_id

    def execute(self, context: Any) -> None:
        context["trigger"](self)


class Xcoms:
    """`XCom`; the simulator says where the values are."""

    values: dict[tuple[str, str, str, int], Any] = {}  # noqa: RUF012 - of one simulated run

    @classmethod
    def get_one(cls, *, key: str, dag_id: str, task_id: str, run_id: str, map_index: int) -> Any:
        assert key == "return_value"
        return cls.values.get((dag_id, run_id, task_id, map_index))


def _simple(name: str) -> type:
    def keep(self: Any, *arguments: Any, **options: Any) -> None:
        self.arguments, self.options = arguments, options

    return type(name, (), {"__init__": keep})


MODULES: dict[str, dict[str, Any]] = {
    "airflow": {},
    "airflow.sdk": {
        "DAG": sdk.DAG,
        "Asset": _simple("Asset"),
        "AssetOrTimeSchedule": _simple("AssetOrTimeSchedule"),
        "BaseOperator": sdk.Operator,
        "CronTriggerTimetable": _simple("CronTriggerTimetable"),
        "Variable": _simple("Variable"),
        "task": sdk.task,
        "task_group": sdk.task_group,
    },
    "airflow.sdk.exceptions": {"AirflowFailException": sdk.FailNow, "AirflowSkipException": sdk.Skip},
    "airflow.sdk.definitions": {},
    "airflow.sdk.definitions.param": {"Param": _simple("Param")},
    "airflow.sdk.execution_time": {},
    "airflow.sdk.execution_time.xcom": {"XCom": Xcoms},
    "airflow.providers": {},
    "airflow.providers.amazon": {},
    "airflow.providers.amazon.aws": {},
    "airflow.providers.amazon.aws.hooks": {},
    "airflow.providers.amazon.aws.hooks.s3": {"S3Hook": _simple("S3Hook")},
    "airflow.providers.amazon.aws.operators": {},
    "airflow.providers.amazon.aws.operators.batch": {"BatchOperator": sdk.Operator},
    "airflow.providers.amazon.aws.operators.ecs": {"EcsRunTaskOperator": sdk.Operator},
    "airflow.providers.cncf": {},
    "airflow.providers.cncf.kubernetes": {},
    "airflow.providers.cncf.kubernetes.operators": {},
    "airflow.providers.cncf.kubernetes.operators.pod": {"KubernetesPodOperator": sdk.Operator},
    "airflow.providers.standard": {},
    "airflow.providers.standard.operators": {},
    "airflow.providers.standard.operators.trigger_dagrun": {"TriggerDagRunOperator": Round},
}


def load(text: str) -> DagFile:
    """The file's DAGs. Nothing of Airflow, real or not, is left behind in `sys.modules`."""
    kept = {name: sys.modules.pop(name) for name in MODULES if name in sys.modules}
    for name, members in MODULES.items():
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(members)
    sdk.Building.dags = {}
    names: dict[str, Any] = {"__name__": "dag_file", "__file__": "/dags/dag_file.py"}
    try:
        exec(compile(text, "dag_file.py", "exec"), names)
    finally:
        for name in MODULES:
            del sys.modules[name]
        sys.modules.update(kept)
    return DagFile(sdk.Building.dags, names)
