"""Findings about parameters that are too long for the variable in which the first step gets them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flowc.backends.airflow.config import read
from flowc.backends.airflow.executors import executors
from flowc.backends.airflow.params import default
from flowc.backends.checks.long_variables import LONGEST, kib, too_long
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, error
from flowc.ir.regions import entry

VARIABLE = "FLOWC_PARAMETERS"
ADVICE = "put long values into a file that travels with the code (IncludeFile), or into the store"


def parameter_findings(request: Request) -> Iterator[Finding]:
    """FLOW406 when the defaults alone are too long. Jobs of Batch and tasks of ECS get long ones by the store."""
    flow = request.flow
    assert flow.region is not None, "only flows with structure come to a backend"
    kind = executors(request, read(request.settings))[entry(flow.region)]
    values = {parameter.name: default(parameter) for parameter in flow.parameters}
    if kind not in ("process", "kubernetes") or not cannot_travel(values):
        return
    longest = max(flow.parameters, key=lambda parameter: len(json.dumps(values[parameter.name])))
    yield error(
        "FLOW406",
        longest.span,
        f"the defaults of the parameters are {kib(json.dumps(values))} long as JSON",
        label=f"Airflow hands all of them to the first step in one variable, of {LONGEST // 1024} KiB at most",
        help=ADVICE,
    )


def cannot_travel(values: Mapping[str, Any]) -> bool:
    """Whether the variable in which the DAG file hands these parameters over is longer than Linux allows."""
    return too_long(VARIABLE, json.dumps(values))
