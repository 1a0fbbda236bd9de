"""What the templates of the DAG file are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flowc.backends.airflow.config import Own
from flowc.backends.airflow.literals import literal, text
from flowc.backends.airflow.loops import LEFT
from flowc.backends.airflow.model import AirflowTask, Dag, Group, Guard, Left, Pass, Paths, StepTask, TooMany
from flowc.backends.airflow.options import outlet, step_options
from flowc.backends.airflow.params import params
from flowc.backends.airflow.statements import Writer
from flowc.backends.protocol import Request
from flowc.ir.flow import End, Flow
from flowc.ir.regions import entry

PASSED = (
    "PATH", "HOME", "USER", "LANG", "LC_", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_", "REQUESTS_CA_BUNDLE",
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "AWS_", "AZURE_", "GOOGLE_", "CUDA_", "NVIDIA_", "OMP_NUM_THREADS",
)  # fmt: skip
"""Beginnings of the names of variables that a process gets from the worker: what says nothing of Airflow's."""

MAX_PASSES = 1000
"""How many runs of the DAG of a loop may be there at once: each waits for the next."""

POKE = 5
"""Seconds between two looks at a pass of a loop that is waited for."""


def dag_file(request: Request, own: Own, dags: Sequence[Dag]) -> dict[str, Any]:
    """Values by name; texts of the user's among them pass through `literal` in the template."""
    flow = request.flow
    assert flow.region is not None
    tasks = tuple(_tasks(dags))
    options = _options(flow, dags[0].id)
    shape = _shape(tasks, dags)
    parameters = params(flow)
    uses_timedelta = any("timedelta(" in value for pairs in options.values() for _, value in pairs)
    return {
        "flow": flow.name,
        "dag_id": dags[0].id,
        "dags": [
            {"id": dag.id, "header": dag.header, "units": Writer(dag, options).statements()} for dag in dags
        ],
        "start": entry(flow.region),
        "executor": "process",
        "python": _python(request),
        "passed": PASSED,
        "digest": request.package.digest,
        "store": request.settings.store,
        "map_length": own.max_map_length if shape["has_maps"] else None,
        "parameters": parameters,
        "parameter_names": literal([name for name, _ in parameters]),
        "schedule": "None",
        "max_active_tasks": request.settings.max_parallel,
        "max_passes": MAX_PASSES,
        "poke": POKE,
        "deferrable": own.deferrable,
        "left": LEFT,
        "doc": _doc(flow.doc),
        "tags": ["flowc"],
        "root": '"r"',
        "uses_timedelta": uses_timedelta,
        **shape,
        **_imports(request, shape, parameters=bool(parameters)),
    }


def _python(request: Request) -> str:
    python = request.settings.python
    return "sys.executable" if python == "python" else text(python)


def _tasks(dags: Iterable[Dag]) -> Iterable[AirflowTask]:
    for dag in dags:
        for unit in dag.units:
            if isinstance(unit, Group):
                yield from unit.tasks
            else:
                yield unit


def _shape(tasks: Sequence[AirflowTask], dags: Sequence[Dag]) -> dict[str, bool]:
    """Which helpers the file needs."""
    gives = {task.gives for task in tasks if isinstance(task, StepTask)}
    return {
        "has_groups": any(isinstance(unit, Group) for dag in dags for unit in dag.units),
        "has_guards": any(isinstance(task, Guard) for task in tasks),
        "has_paths": any(isinstance(task, Paths) for task in tasks),
        "has_bounds": any(isinstance(task, TooMany) for task in tasks),
        "has_loops": any(isinstance(task, Pass) for task in tasks),
        "has_left": any(isinstance(task, Left) for task in tasks),
        "has_gives": bool(gives - {None}),
        "has_maps": bool(gives & {"paths", "slices"}),
        "has_slices": "slices" in gives,
    }


def _options(flow: Flow, identity: str) -> dict[str, list[tuple[str, str]]]:
    found = {str(step.id): step_options(step.settings) for step in flow.steps}
    for step in flow.steps:
        if isinstance(step.transition, End):
            found[step.id].append(outlet(identity))
    return found


def _doc(doc: str) -> str | None:
    """As a literal that ends with a line: what ends with `.md` Airflow takes for the name of a file."""
    lines = doc.strip().splitlines()
    if not lines:
        return None
    return " ".join(text(f"{line}\n") for line in lines) if len(lines) == 1 else _block(lines)


def _block(lines: Sequence[str]) -> str:
    return "(\n" + "".join(f"        {text(line + chr(10))}\n" for line in lines) + "    )"


def _imports(request: Request, shape: dict[str, bool], *, parameters: bool) -> dict[str, Any]:
    tasks = shape["has_guards"] or shape["has_paths"] or shape["has_bounds"] or shape["has_loops"]
    sdk = ["DAG", "Asset", "BaseOperator"]
    sdk += ["Variable"] if request.settings.store is None else []
    sdk += ["task"] if tasks else []
    sdk += ["task_group"] if shape["has_groups"] else []
    exceptions = ["AirflowFailException"] + (["AirflowSkipException"] if shape["has_guards"] else [])
    decorators = [name for name in ("task", "task_group") if name in sdk]
    old = [
        ("airflow", "DAG"),
        ("airflow.datasets", "Dataset as Asset"),
        *((("airflow.decorators", ", ".join(decorators)),) if decorators else ()),
        ("airflow.exceptions", ", ".join(exceptions)),
        ("airflow.models", ", ".join(["BaseOperator", *(["Variable"] if "Variable" in sdk else [])])),
        *((("airflow.models.param", "Param"),) if parameters else ()),
        *((("airflow.models.xcom", "XCom"),) if shape["has_left"] else ()),
        *((("airflow.operators.trigger_dagrun", "TriggerDagRunOperator"),) if shape["has_loops"] else ()),
    ]
    new = [
        *((("airflow.sdk.definitions.param", "Param"),) if parameters else ()),
        *((("airflow.sdk.execution_time.xcom", "XCom"),) if shape["has_left"] else ()),
    ]
    if shape["has_loops"]:
        new.insert(0, ("airflow.providers.standard.operators.trigger_dagrun", "TriggerDagRunOperator"))
    modules = ["os", "re", "subprocess", "tempfile"]
    modules += ["json"] if parameters else []
    modules += ["sys"] if request.settings.python == "python" else []
    return {
        "sdk": sorted(sdk, key=lambda name: (not name.isupper(), name.islower(), name)),
        "exceptions": exceptions,
        "providers_3": new,
        "airflow_2": old,
        "modules": sorted(modules),
    }
