"""Manifests pass Argo's own JSON Schema, closed so that a misspelt field is an error."""

from __future__ import annotations

import pytest

from flowc.backends.protocol import TargetSettings
from flowc.ir.flow import Parameter, Schedule
from flowc.ir.settings import Catch, Kubernetes, Resources, Retry, Settings, Timeout
from flowc.ir.values import Known
from tests.argo.build import objects_of, request_of, with_settings
from tests.argo_lint.schema import validate
from tests.structure.build import at

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


@pytest.mark.parametrize("shape", TABLES)
def test_regions(shape: str) -> None:
    (workflow,) = objects_of(request_of(TABLES[shape]))
    assert validate([workflow]) == []


def test_settings_parameters_and_schedule() -> None:
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
    assert validate(objects_of(with_settings(request, "hello", FULL))) == []


def test_a_misspelt_field_is_found() -> None:
    (workflow,) = objects_of(request_of())
    workflow["spec"]["templates"][1]["contaner"] = workflow["spec"]["templates"][1].pop("container")
    assert any("contaner" in problem for problem in validate([workflow]))
