"""What a DAG file imports: Airflow 3's names, and where Airflow 2 has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flowc.backends.airflow.config import Own
from flowc.backends.airflow.executors import delivery
from flowc.backends.airflow.starts import uris
from flowc.backends.protocol import Executor, Request

OLD: Mapping[str, str] = {
    "DAG": "airflow",
    "Asset": "airflow.datasets",
    "BaseOperator": "airflow.models",
    "Variable": "airflow.models",
    "Param": "airflow.models.param",
    "XCom": "airflow.models.xcom",
    "task": "airflow.decorators",
    "task_group": "airflow.decorators",
    "CronTriggerTimetable": "airflow.timetables.trigger",
    "AirflowFailException": "airflow.exceptions",
    "AirflowSkipException": "airflow.exceptions",
    "TriggerDagRunOperator": "airflow.operators.trigger_dagrun",
}
NEW: Mapping[str, str] = {
    **dict.fromkeys(OLD, "airflow.sdk"),
    "Param": "airflow.sdk.definitions.param",
    "XCom": "airflow.sdk.execution_time.xcom",
    "AirflowFailException": "airflow.sdk.exceptions",
    "AirflowSkipException": "airflow.sdk.exceptions",
    "TriggerDagRunOperator": "airflow.providers.standard.operators.trigger_dagrun",
}
OPERATORS: Mapping[Executor, str] = {
    "kubernetes": "airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator",
    "batch": "airflow.providers.amazon.aws.operators.batch import BatchOperator",
    "ecs": "airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator",
}
S3_HOOK = "airflow.providers.amazon.aws.hooks.s3 import S3Hook"


def imports(
    request: Request, own: Own, shape: Mapping[str, bool], kinds: Sequence[Executor]
) -> dict[str, Any]:
    """Modules and names, sorted as linters want them."""
    names = _names(request, shape, kinds)
    providers = [OPERATORS[kind] for kind in kinds if kind in OPERATORS]
    on_aws = bool({"batch", "ecs"} & {*kinds})
    providers += [S3_HOOK] if on_aws and (shape["has_gives"] or has_values(request)) else []
    return {
        "modules": _modules(request, shape, kinds),
        "uses_find_spec": on_aws and own.deferrable,
        "new_imports": _from(names, NEW),
        "old_imports": _from(names, OLD, {"Asset": "Dataset as Asset"}),
        "providers": sorted(providers),
    }


def has_values(request: Request) -> bool:
    """Whether the first task is given parameters."""
    return bool(request.flow.parameters or uris(request.flow))


def _names(request: Request, shape: Mapping[str, bool], kinds: Sequence[Executor]) -> list[str]:
    flow = request.flow
    skips = shape["has_guards"] or {"kubernetes", "ecs"} & {*kinds}
    wanted = {
        "DAG": True,
        "Asset": True,
        "BaseOperator": "process" in kinds,
        "Variable": request.settings.store is None,
        "Param": bool(flow.parameters),
        "XCom": shape["has_left"],
        "task": any(shape[name] for name in ("has_guards", "has_paths", "has_bounds", "has_left")),
        "task_group": shape["has_groups"],
        "CronTriggerTimetable": flow.schedule is not None and not uris(flow),
        "AirflowFailException": True,
        "AirflowSkipException": bool(skips),
        "TriggerDagRunOperator": shape["has_loops"],
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


def _modules(request: Request, shape: Mapping[str, bool], kinds: Sequence[Executor]) -> list[str]:
    is_inline = "kubernetes" in kinds and delivery(request, frozenset(kinds)) == "inline"
    has_aws = bool({"batch", "ecs"} & {*kinds}) and shape["has_gives"]
    wanted = {
        "base64": is_inline,
        "json": has_values(request) or has_aws,
        "os": "process" in kinds,
        "re": True,
        "subprocess": "process" in kinds,
        "sys": "process" in kinds and request.settings.python == "python",
        "tempfile": "process" in kinds,
        "zlib": is_inline,
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


def _from(
    names: Sequence[str], places: Mapping[str, str], other: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(places[name], []).append((other or {}).get(name, name))
    return sorted((module, ", ".join(sorted(each, key=_rank))) for module, each in found.items())


def _rank(name: str) -> tuple[bool, bool, str]:
    """Constants, classes, functions."""
    return (not name.isupper(), name.islower(), name)
