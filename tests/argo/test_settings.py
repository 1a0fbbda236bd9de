"""What decorators say, in the fields of templates and containers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
import yaml

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.protocol import TargetSettings
from flowc.ir.flow import Schedule
from flowc.ir.settings import Catch, Kubernetes, Resources, Retry, Settings, Timeout
from tests.argo.build import objects_of, request_of, template_of, with_settings, workflow_of
from tests.structure.build import at


def hello(settings: Settings) -> dict[str, Any]:
    return template_of(with_settings(request_of(), "hello", settings), "hello")


def test_a_plain_step_says_nothing_of_its_own() -> None:
    assert hello(Settings()) == {
        "name": "hello",
        "metadata": {
            "labels": {"flowc.dev/step": "hello"},
            "annotations": {"flowc.dev/source": "flow.py:2"},
        },
        "container": {
            "image": "{{workflow.parameters.flowc-image}}",
            "command": ["python", "/flowc/flow.pyz", "step", "hello"],
        },
    }


def test_retry_with_pause() -> None:
    template = hello(Settings(retry=Retry(times=3, minutes_between_retries=2, span=at(1))))
    assert template["retryStrategy"] == {
        "limit": "3",
        "retryPolicy": "Always",
        "backoff": {"duration": "2m", "factor": "1"},
        "expression": "asInt(lastRetry.exitCode) != 78",
    }
    assert {"name": "FLOWC_ATTEMPT", "value": "{{retries}}"} in template["container"]["env"]


def test_retry_pause_in_seconds_or_none() -> None:
    half = hello(Settings(retry=Retry(times=1, minutes_between_retries=0.5, span=at(1))))
    assert half["retryStrategy"]["backoff"]["duration"] == "30s"
    none = hello(Settings(retry=Retry(times=1, minutes_between_retries=0, span=at(1))))
    assert "backoff" not in none["retryStrategy"]


def test_catch_adds_one_attempt() -> None:
    alone = hello(Settings(catch=Catch(span=at(1))))
    assert alone["retryStrategy"]["limit"] == "1"
    assert "backoff" not in alone["retryStrategy"]
    both = hello(Settings(catch=Catch(span=at(1)), retry=Retry(times=2, span=at(1))))
    assert both["retryStrategy"]["limit"] == "3"


def test_only_retried_steps_refer_to_the_attempt() -> None:
    assert "{{retries}}" not in str(workflow_of(request_of()))


def test_timeout_leaves_the_task_a_minute() -> None:
    assert hello(Settings(timeout=Timeout(seconds=120, span=at(1))))["activeDeadlineSeconds"] == 180


def test_resources() -> None:
    resources = Resources(cpu="0.5", memory=1536, disk=10240, gpu=2, shared_memory=64)
    template = hello(Settings(resources=resources))
    assert template["container"]["resources"] == {
        "requests": {"cpu": "0.5", "memory": "1536Mi", "ephemeral-storage": "10Gi"},
        "limits": {"nvidia.com/gpu": "2"},
    }
    assert template["container"]["volumeMounts"] == [{"name": "dshm", "mountPath": "/dev/shm"}]
    assert template["volumes"] == [{"name": "dshm", "emptyDir": {"medium": "Memory", "sizeLimit": "64Mi"}}]


EVERYTHING = Kubernetes(
    image="mine:1",
    image_pull_policy="Always",
    image_pull_secrets=("regcred",),
    service_account="runner",
    secrets=("db", "api"),
    node_selector=(("disk", "ssd"),),
    gpu_vendor="amd",
    tolerations=({"key": "gpu", "operator": "Exists", "toleration_seconds": 5},),
    labels=(("team", "on"),),
    annotations=(("why", "because: of it"),),
    tmpfs_size=100,
    use_tmpfs=True,
    persistent_volume_claims=(("data", "/data"),),
    port=8080,
    qos="Guaranteed",
    extended_resources=(("example.com/x", "1"),),
    security_context={"run_as_user": 7, "privileged": True},
    executable="python3.12",
    span=at(1),
)


def test_kubernetes_fields() -> None:
    request = with_settings(
        request_of(), "hello", Settings(kubernetes=EVERYTHING, resources=Resources(gpu=1))
    )
    template = template_of(request, "hello")
    container = template["container"]
    assert workflow_of(request)["spec"]["imagePullSecrets"] == [{"name": "regcred"}]
    assert template["serviceAccountName"] == "runner"
    assert template["nodeSelector"] == {"disk": "ssd"}
    assert template["tolerations"] == [{"key": "gpu", "operator": "Exists", "tolerationSeconds": 5}]
    assert template["metadata"]["labels"] == {"flowc.dev/step": "hello", "team": "on"}
    assert template["metadata"]["annotations"]["why"] == "because: of it"
    assert container["image"] == "mine:1"
    assert container["imagePullPolicy"] == "Always"
    assert container["command"] == ["python3.12", "/flowc/flow.pyz", "step", "hello"]
    assert container["envFrom"] == [{"secretRef": {"name": "db"}}, {"secretRef": {"name": "api"}}]
    assert container["ports"] == [{"containerPort": 8080}]
    assert container["resources"] == {
        "requests": {"cpu": "1", "memory": "4Gi"},
        "limits": {"cpu": "1", "memory": "4Gi", "amd.com/gpu": "1", "example.com/x": "1"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": True,
        "runAsUser": 7,
        "privileged": True,
    }
    assert container["env"] == [{"name": "METAFLOW_TEMPDIR", "value": "/metaflow_temp"}]
    assert [mount["name"] for mount in container["volumeMounts"]] == ["tmpfs", "claim-1"]
    assert [volume["name"] for volume in template["volumes"]] == ["tmpfs", "claim-1"]


def test_environment_keeps_texts_that_look_like_something_else() -> None:
    values = ("on", "012", "1_000", "12:30", "=", "null", "1.5e3", "2024-01-02", "~", "", "a: b", "#x")
    pairs = tuple((f"V{number}", value) for number, value in enumerate(values))
    env = hello(Settings(environment=pairs))["container"]["env"]
    assert tuple(entry["value"] for entry in env) == values


def test_pods_pass_the_restricted_level() -> None:
    spec = workflow_of(request_of())["spec"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    container = spec["templateDefaults"]["container"]["securityContext"]
    assert container == {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def test_restriction_can_be_lifted() -> None:
    spec = workflow_of(request_of(target=TargetSettings(restricted=False)))["spec"]
    assert "securityContext" not in spec
    assert "securityContext" not in spec["templateDefaults"]["container"]


def test_configured_target() -> None:
    target = TargetSettings(
        image="mine:1",
        store="s3://bucket/flows",
        namespace="flows",
        service_account="runner",
        python="python3",
        max_parallel=7,
    )
    workflow = workflow_of(request_of(target=target))
    spec = workflow["spec"]
    assert workflow["metadata"]["namespace"] == "flows"
    assert "arguments" not in spec
    assert spec["serviceAccountName"] == "runner"
    assert spec["parallelism"] == 7
    env = {entry["name"]: entry["value"] for entry in spec["templateDefaults"]["container"]["env"]}
    assert env["FLOWC_STORE"] == "s3://bucket/flows"
    assert env["FLOWC_PATH"] == "r"
    assert template_of(request_of(target=target), "hello")["container"]["image"] == "mine:1"


def test_rbac_allows_results_and_nothing_else() -> None:
    request = request_of(target=TargetSettings(service_account="runner", namespace="flows"))
    text = ArgoBackend().rbac(request).text
    assert text.count("resources:") == 1
    assert "resources: [workflowtaskresults]" in text
    assert "verbs: [create, patch]" in text
    assert "name: runner" in text


def test_rbac_binds_every_account_that_a_task_has() -> None:
    def bound(**settings: Any) -> list[tuple[str, str]]:
        request = with_settings(request_of(target=TargetSettings(**settings)), "hello", own)
        bindings = list(yaml.safe_load_all(ArgoBackend().rbac(request).text))[1:]
        return [(each["metadata"]["name"], each["subjects"][0]["name"]) for each in bindings]

    own = Settings(kubernetes=Kubernetes(service_account="trainer", span=at(1)))
    trainer = ("flowc-executor-trainer", "trainer")
    assert bound() == [("flowc-executor", "default"), trainer]
    assert bound(service_account="runner") == [("flowc-executor-runner", "runner"), trainer]
    assert bound(service_account="trainer") == [trainer]


def test_same_request_same_bytes() -> None:
    request = with_settings(request_of(), "hello", Settings(environment=(("A", "b"),)))
    assert ArgoBackend().emit(request) == ArgoBackend().emit(replace(request))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("pa$$word", "pa$$$word"),
        ("$(HOME)/x", "$$(HOME)/x"),
        ("$$(HOME)", "$$$$(HOME)"),
        ("$HOME ${HOME} 5$", "$HOME ${HOME} 5$"),
        ("a$$", "a$$$"),
    ],
)
def test_kubernetes_puts_no_variables_into_values(value: str, written: str) -> None:
    (entry,) = hello(Settings(environment=(("A", value),)))["container"]["env"]
    assert entry["value"] == written
    assert expanded_by_kubernetes(written) == value


def expanded_by_kubernetes(text: str) -> str:
    """What Kubernetes makes of a value when all variables are set (to `?`)."""
    return re.sub(r"\$(\$|\([^)]*\))", lambda found: "$" if found.group(1) == "$" else "?", text)


def test_the_temporary_folder_is_set_once() -> None:
    kubernetes = Kubernetes(use_tmpfs=True, tmpfs_path="/fast", span=at(1))
    settings = Settings(kubernetes=kubernetes, environment=(("METAFLOW_TEMPDIR", "/slow"),))
    env = hello(settings)["container"]["env"]
    assert env == [{"name": "METAFLOW_TEMPDIR", "value": "/fast"}]


def test_root_is_allowed_to_be_root() -> None:
    def context(**fields: Any) -> Any:
        kubernetes = Kubernetes(security_context=fields, span=at(1))
        return hello(Settings(kubernetes=kubernetes))["container"]["securityContext"]

    assert context(run_as_user=0) == {"runAsUser": 0, "runAsNonRoot": False}
    assert context(run_as_user=0, run_as_non_root=True) == {"runAsUser": 0, "runAsNonRoot": True}
    assert context(run_as_user=7) == {"runAsUser": 7}


def test_configured_labels_and_annotations_are_on_every_object() -> None:
    target = TargetSettings(labels={"team": "ml"}, annotations={"owner": "a b"})
    daily = Schedule(cron="0 0 * * ? *", timezone=None, span=at(1))
    request = request_of(target=target, schedule=daily, external=False)
    objects = [*objects_of(request), *yaml.safe_load_all(ArgoBackend().rbac(request).text)]
    assert [each["kind"] for each in objects] == [
        "WorkflowTemplate", "CronWorkflow", "ConfigMap", "Role", "RoleBinding",
    ]  # fmt: skip
    for each in objects:
        assert each["metadata"]["labels"]["team"] == "ml", each["kind"]
        assert each["metadata"]["annotations"]["owner"] == "a b", each["kind"]
    spec = objects[0]["spec"]
    assert spec["workflowMetadata"]["labels"]["team"] == "ml"
    assert spec["podMetadata"]["labels"]["team"] == "ml"
