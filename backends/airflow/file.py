"""What the templates of the DAG file are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flowc.backends.airflow.config import Own
from flowc.backends.airflow.containers import container_values
from flowc.backends.airflow.executors import CLASSES, default_executor, executors
from flowc.backends.airflow.imports import imports
from flowc.backends.airflow.literals import literal, text
from flowc.backends.airflow.loops import LEFT
from flowc.backends.airflow.model import Dag
from flowc.backends.airflow.options import Options, options_of
from flowc.backends.airflow.params import params
from flowc.backends.airflow.shape import shape_of
from flowc.backends.airflow.starts import payload, schedule, uris
from flowc.backends.airflow.statements import Writer
from flowc.backends.protocol import Request
from flowc.ir.flow import Flow
from flowc.ir.regions import entry

PASSED = (
    "PATH", "HOME", "USER", "LANG", "LC_", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_", "REQUESTS_CA_BUNDLE",
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "AWS_", "AZURE_", "GOOGLE_",
    "CUDA_", "NVIDIA_", "OMP_NUM_THREADS", "FLOWC_S3_ENDPOINT", "FLOWC_KMS_KEY", "FLOWC_START_METHOD",
)  # fmt: skip
"""Beginnings of the names of variables that a process gets from the worker: what says nothing of Airflow's."""

MAX_PASSES = 1000
"""How many runs of the DAG of a loop may be there at once: each waits for the next."""

POKE = 5
"""Seconds between two looks at a pass of a loop that is waited for."""

EXIT_HOOK = "-exit"
"""The id of the task that runs the functions of `@exit_hook`."""


def dag_file(request: Request, own: Own, dags: Sequence[Dag]) -> dict[str, Any]:
    """Values by name; texts of the user's among them pass through `literal` in the template."""
    flow = request.flow
    kinds = tuple(sorted({default_executor(request), *executors(request, own).values()}))
    options = options_of(request, own, dags[0].id)
    writers = [Writer(dag, options, hold_all=dag is dags[0] and bool(flow.exit_hooks)) for dag in dags]
    shape = shape_of(dags)
    return {
        **_constants(request, own),
        **_flow_values(flow),
        **container_values(request, own, kinds),
        "dag_id": dags[0].id,
        "dags": [
            {"id": dag.id, "header": dag.header, "units": writer.statements()}
            for dag, writer in zip(dags, writers, strict=True)
        ],
        "everything": [writers[0].variables.of(unit.id) for unit in dags[0].units],
        "kinds": kinds,
        "default_class": CLASSES[default_executor(request)],
        "map_length": own.max_map_length if shape["has_maps"] else None,
        **shape,
        **imports(request, own, shape, kinds),
        "uses_timedelta": _uses_timedelta(options),
    }


def _constants(request: Request, own: Own) -> dict[str, Any]:
    python = request.settings.python
    return {
        "python": "sys.executable" if python == "python" else text(python),
        "interpreter": python,
        "passed": PASSED,
        "digest": request.package.digest,
        "store": request.settings.store,
        "max_active_tasks": request.settings.max_parallel,
        "max_passes": MAX_PASSES,
        "poke": POKE,
        "deferrable": own.deferrable,
        "left": LEFT,
        "exit_hook": EXIT_HOOK,
        "tags": ["flowc"],
    }


def _flow_values(flow: Flow) -> dict[str, Any]:
    assert flow.region is not None, "only flows with structure come to a backend"
    parameters = params(flow)
    return {
        "flow": flow.name,
        "start": entry(flow.region),
        "parameters": parameters,
        "parameter_names": literal([name for name, _ in parameters]),
        "schedule": schedule(flow),
        "payload": payload(flow),
        "has_events": bool(uris(flow)),
        "has_hooks": bool(flow.exit_hooks),
        "doc": _doc(flow.doc),
    }


def _uses_timedelta(options: Options) -> bool:
    return any("timedelta(" in value for pairs in options.values() for _, value in pairs)


def _doc(doc: str) -> str | None:
    """As a literal that ends with a line: what ends with `.md` Airflow takes for the name of a file."""
    lines = [f"{line}\n" for line in doc.strip().splitlines()]
    if len(lines) < 2:
        return text(lines[0]) if lines else None
    return "(\n" + "".join(f"        {text(line)}\n" for line in lines) + "    )"
