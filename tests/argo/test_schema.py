"""Manifests pass Argo's own JSON Schema, closed so that a misspelt field is an error.

The schema is not part of the project (it is large); where the shared data is absent, these tests are skipped.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from flowc.backends.protocol import TargetSettings
from flowc.ir.flow import Parameter, Schedule
from flowc.ir.settings import Catch, Kubernetes, Resources, Retry, Settings, Timeout
from flowc.ir.values import Known
from tests.argo.build import objects_of, request_of, with_settings
from tests.structure.build import at

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "data" / "argo" / "schema.json"
PREFIX = "io.argoproj.workflow.v1alpha1."

TABLES = {
    "switch": "start: ? a m\na: m\nm: end\nend:",
    "foreach": "start: * a\na: * b\nb: j\nj+: k\nk+: end\nend:",
    "loop": "start: h\nh: ? i good\ni: ? h bad\ngood: end\nbad: end\nend:",
    "fork": "start: s t\ns: ? a j\na: j\nt: j\nj+: end\nend:",
}

FULL = Settings(
    resources=Resources(cpu="2", memory=8192, disk=1024, gpu=1, shared_memory=64),
    retry=Retry(span=at(1)),
    catch=Catch(var="error", span=at(1)),
    timeout=Timeout(seconds=60, span=at(1)),
    environment=(("A", "on"),),
    kubernetes=Kubernetes(
        image_pull_policy="Always",
        image_pull_secrets=("regcred",),
        service_account="runner",
        secrets=("db",),
        node_selector=(("disk", "ssd"),),
        tolerations=({"key": "gpu", "operator": "Exists", "effect": "NoSchedule"},),
        labels=(("team", "a"),),
        annotations=(("why", "b"),),
        use_tmpfs=True,
        persistent_volume_claims=(("data", "/data"),),
        port=8080,
        qos="Guaranteed",
        security_context={"run_as_user": 7},
        span=at(1),
    ),
)


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    if not SCHEMA.is_file():
        pytest.skip("Argo's schema is not at hand")
    schema = json.loads(SCHEMA.read_text())
    for definition in schema["definitions"].values():
        if definition.get("type") == "object" and "properties" in definition:
            definition.setdefault("additionalProperties", False)
    either = {"type": ["string", "integer"]}
    schema["definitions"]["io.k8s.apimachinery.pkg.util.intstr.IntOrString"] = either
    return {
        kind: Draft202012Validator(
            {"$ref": f"#/definitions/{PREFIX}{kind}", "definitions": schema["definitions"]}
        )
        for kind in ("WorkflowTemplate", "CronWorkflow")
    }


def problems(validators: dict[str, Draft202012Validator], thing: dict[str, Any]) -> list[str]:
    return [error.message for error in validators[thing["kind"]].iter_errors(thing)]


@pytest.mark.parametrize("shape", TABLES)
def test_regions(validators: dict[str, Draft202012Validator], shape: str) -> None:
    (workflow,) = objects_of(request_of(TABLES[shape]))
    assert problems(validators, workflow) == []


def test_settings_parameters_and_schedule(validators: dict[str, Draft202012Validator]) -> None:
    parameter = Parameter(
        attribute="p", name="p", type="str", default=Known(value="a"), required=False, help="which",
        choices=("a", "b"), span=at(1),
    )  # fmt: skip
    request = request_of(
        parameters=(parameter,),
        doc="Two\nlines.",
        schedule=Schedule(cron="0 0 * * ? *", timezone="Europe/Berlin", span=at(1)),
        target=TargetSettings(service_account="runner", namespace="flows"),
    )
    for thing in objects_of(with_settings(request, "hello", FULL)):
        assert problems(validators, thing) == []


def test_a_misspelt_field_is_found(validators: dict[str, Draft202012Validator]) -> None:
    (workflow,) = objects_of(request_of())
    workflow["spec"]["templates"][1]["contaner"] = workflow["spec"]["templates"][1].pop("container")
    assert any("contaner" in problem for problem in problems(validators, workflow))
