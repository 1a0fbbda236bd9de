"""What flowc emits for an account that is laid by `foundation`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flowc.backends.protocol import Document, Request
from flowc.backends.registry import resolve
from flowc.pipeline.emit import Target, emit, request
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from flowc.pipeline.several import several_flows
from flowc.pipeline.unit import has_errors
from tests.conformance.protocol import Unsupported
from tests.engines.step_functions.cloud import ACCOUNT, BUCKET

PREFIX = "flows/team"
STORE = f"s3://{BUCKET}/{PREFIX}"


def role(name: str) -> str:
    """The ARN of a role of the foundation."""
    return f"arn:aws:iam::{ACCOUNT}:role/flowc-{name}"


OWN: Mapping[str, Any] = {
    "queue": "queue",
    "job-role": role("job"),
    "execution-role": role("ecs-agent"),
    "state-machine-role": role("execution"),
    "scheduler-role": role("scheduler"),
    "event-role": role("events"),
    "cluster": "cluster",
    "subnets": ["subnet-1"],
    "security-groups": ["sg-1"],
}


def compiled(file: Path, **own: Any) -> tuple[Request, Mapping[str, str]]:
    """The request and the documents by name. `own` is added to the target's table; `compute` and `max_fan_out`
    are settings of all targets. Raises `Unsupported`.
    """
    unit = read_unit(file, Options(use_cache=False))
    general = {name.replace("_", "-"): own.pop(name) for name in ("compute", "max_fan_out") if name in own}
    table = {**OWN, **unit.settings.get("step-functions", {}), **own}
    unit = replace(
        unit,
        settings={"image": "python", **unit.settings, "store": STORE, **general, "step-functions": table},
    )
    if unit.has_errors or len(unit.flows) != 1:
        raise Unsupported("; ".join(one.message for one in (*unit.findings, several_flows(unit))))
    backend, profile = resolve("step-functions")
    target = Target(backend=backend, profile=profile)
    findings, documents = emit(unit, target)
    if has_errors(findings):
        raise Unsupported("; ".join(f"{one.code}: {one.message}" for one in findings))
    return request(unit, unit.flows[0], target), _by_name(documents)


def _by_name(documents: tuple[Document, ...]) -> Mapping[str, str]:
    return {document.name: document.text for document in documents}
