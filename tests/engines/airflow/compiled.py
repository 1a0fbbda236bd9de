"""A golden flow compiled for Airflow, and written into a DAG folder as `flowc deploy` writes it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flowc.backends.airflow.deploy.build import Build, build_of
from flowc.backends.airflow.deploy.dag_folder import DagFolder
from flowc.backends.airflow.deploy.deployment import Deployment, changes_of, make
from flowc.backends.deployment import Wanted
from flowc.backends.registry import resolve
from flowc.diagnostics import Severity
from flowc.frontend.files import Files
from flowc.pipeline.emit import Target, emit, request
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from tests.conformance.protocol import Unsupported


@cache
def compiled(
    file: Path, profile: str, store: str = "", python: str = "", executor: str = "process", others: str = "{}"
) -> Wanted:
    """The compile of a file for a profile, with other settings as JSON. Raises `Unsupported` with the findings."""
    settings = {"store": store, "python": python, "executor": executor, **json.loads(others)}
    unit = read_unit(file, Options(use_cache=False, settings=settings))
    backend, name = resolve(profile)
    target = Target(backend=backend, profile=name, files=Files())
    findings, documents = (unit.findings, ()) if unit.has_errors else emit(unit, target)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors or len(unit.flows) != 1:
        raise Unsupported("; ".join(f"{finding.code} {finding.message}" for finding in errors))
    return Wanted(request=request(unit, unit.flows[0], target), documents=documents)


def write(wanted: Wanted, dags: Path, store: str = "") -> Build:
    """Write the DAG and its package into the DAG folder; for containers that fetch it, into the store too."""
    build = build_of(wanted)
    dags.mkdir(parents=True, exist_ok=True)
    folder, flow = DagFolder(str(dags)), wanted.request.flow.name
    deployment = Deployment(build=build, folder=folder, server=None, seconds=0, flow=flow, store=store)
    for _ in make(deployment, changes_of(deployment)):
        pass
    return build
