"""What a DAG file asks of AWS Batch and Amazon ECS, and what is found before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flowc.backends.airflow.backend import AirflowBackend
from flowc.diagnostics import Finding, Severity
from flowc.ir.flow import Flow
from flowc.ir.settings import Batch, Resources, Settings, Timeout
from tests.airflow.emitting import emit, request, structured
from tests.structure.build import at, flow_of

OWN = {
    "cluster": "c",
    "task-definition": "d",
    "container-name": "n",
    "job-queue": "q",
    "job-definition": "d",
}
ON_EC2 = {**OWN, "launch-type": "EC2"}


def flow_with(**settings: Any) -> Flow:
    """`start` has the settings."""
    flow = structured(flow_of("start: end\nend:"))
    start, *others = flow.steps
    return replace(flow, steps=(replace(start, settings=Settings(**settings)), *others))


def findings(flow: Flow, executor: str, own: dict[str, str] = OWN) -> list[Finding]:
    asked = request(flow, executor=executor, own=own, store="s3://b/p")
    return [one for one in AirflowBackend().check(asked) if one.severity is not Severity.NOTE]


def source(flow: Flow, executor: str, own: dict[str, str] = OWN, **more: Any) -> str:
    return emit(flow, executor=executor, own=own, store="s3://b/p", **more)


def test_what_the_definition_decides_has_no_effect() -> None:
    batch = Batch(
        image="mine", iam_role="r", options={"host_volumes": ["/x"], "tmpfs_size": None}, span=at(1)
    )
    (found,) = findings(flow_with(batch=batch, resources=Resources(shared_memory=64)), "batch")
    assert (found.code, found.message) == (
        "FLOW302",
        "`shared_memory` and `image` and `iam_role` and `host_volumes` of step `start` have no effect on Airflow",
    )
    (disk,) = findings(flow_with(resources=Resources(disk=100)), "ecs")
    assert disk.message == "`disk` of step `start` has no effect on Airflow"
    assert findings(flow_with(batch=Batch(queue="fast", span=at(1))), "batch") == []


@pytest.mark.parametrize(("length", "codes"), [(2500, []), (4000, ["FLOW412"])])
@pytest.mark.parametrize("executor", ["batch", "ecs"])
def test_variables_have_to_fit(executor: str, length: int, codes: list[str]) -> None:
    found = findings(flow_with(environment=(("WORDS", "x" * length),)), executor)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    "resources",
    [Resources(gpu=1), Resources(cpu="32"), Resources(memory=200_000)],
    ids=["gpu", "cpu", "memory"],
)
def test_what_fargate_does_not_have(resources: Resources) -> None:
    (found,) = findings(flow_with(resources=resources), "ecs")
    assert found.code == "FLOW316"
    assert findings(flow_with(resources=resources), "ecs", ON_EC2) == []


def test_sizes() -> None:
    half = flow_with(resources=Resources(cpu="0.4", memory=3000, gpu=1))
    assert '"cpu": "410", "memory": "3000"' in source(half, "ecs", ON_EC2).replace("\n            ", " ")
    assert '{"type": "GPU", "value": "1"}' in source(half, "ecs", ON_EC2)
    small = flow_with(resources=Resources(cpu="0.4", memory=3000))
    assert '"cpu": 512, "memory": 3072' in source(small, "ecs")
    assert '{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "3000"}' in source(small, "batch")


@pytest.mark.parametrize(
    ("executor", "seconds"), [("process", 90), ("kubernetes", 690), ("ecs", 690), ("batch", None)]
)
def test_airflow_s_own_time_limit_leaves_time_to_start(executor: str, seconds: int | None) -> None:
    text = source(flow_with(timeout=Timeout(seconds=30, span=at(1))), executor)
    limit = None if seconds is None else f"execution_timeout=timedelta(seconds={seconds})"
    assert (limit in text) if limit else ("execution_timeout" not in text and '"seconds": 90' in text)


def test_waiting_is_deferred_where_it_can_be() -> None:
    flow = flow_with()
    assert 'DEFERRABLE = find_spec("aiobotocore") is not None' in source(flow, "batch")
    never = source(flow, "ecs", {**OWN, "deferrable": False})  # type: ignore[dict-item]
    assert "DEFERRABLE = False" in never
    assert "find_spec" not in never
