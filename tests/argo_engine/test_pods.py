"""Every pod that a manifest leads to, asked of the API server: fields, types, values, admission."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.argo_engine.doing import PODS
from tests.conformance.cases import GOLDEN
from tests.engines.argo.kube.api import ApiError, Object
from tests.engines.argo.kube.setup import NAMESPACE
from tests.engines.argo.standin.arguments import effective, variables
from tests.engines.argo.standin.pods import Task, pod_of
from tests.engines.argo_standin.adapter import ArgoStandIn, compiled, submission

pytestmark = pytest.mark.xdist_group("argo")

MANIFESTS = sorted(GOLDEN.glob("*/expected.argo.yaml"))
OPEN = "anything-goes"
"""A namespace without a level of pod security."""


def template_of(text: str) -> Object:
    """The WorkflowTemplate of a manifest."""
    (found,) = [one for one in yaml.safe_load_all(text) if one["kind"] == "WorkflowTemplate"]
    return dict(found)


def pods_of(template: Object) -> Iterator[Object]:
    """A pod of each of its steps."""
    spec = template["spec"]
    required = [one["name"] for one in spec["arguments"]["parameters"] if "value" not in one]
    workflow = submission(template, dict.fromkeys(required, "/shared/store"))
    workflow["metadata"] = {
        "name": template["metadata"]["name"][:57] + "-abcde",
        "namespace": NAMESPACE,
        "uid": "1",
    }
    known = variables(workflow, effective(spec, workflow))
    for step in spec["templates"]:
        if "container" in step:
            inputs = {"inputs.parameters.path": "r.0", "retries": "0"}
            task = Task(node=step["name"], template=step, variables=known | inputs)
            yield pod_of(workflow, spec, task, known)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.name)
def test_the_pods_of_golden_flows(engine: ArgoStandIn, manifest: Path) -> None:
    pods = list(pods_of(template_of(manifest.read_text())))
    assert pods
    for pod in pods:
        made = engine.engine.api.create(PODS, pod, dryRun="All")
        assert made["spec"]["containers"][1]["command"][2:] == [
            "step",
            pod["spec"]["containers"][1]["command"][3],
        ]


def test_every_option_of_a_step(engine: ArgoStandIn, flows: Path) -> None:
    api = engine.engine.api
    api.create("/api/v1/namespaces", {"metadata": {"name": OPEN}})
    api.create(f"/api/v1/namespaces/{OPEN}/serviceaccounts", {"metadata": {"name": "default"}})
    start, rooted, end = pods_of(template_of(compiled(flows / "every_option.py")))
    made = [api.create(f"/api/v1/namespaces/{OPEN}/pods", pod, dryRun="All") for pod in (start, rooted, end)]
    assert [pod["status"]["qosClass"] for pod in made] == ["Guaranteed", "Burstable", "Burstable"]
    assert api.create(PODS, start, dryRun="All")["spec"]["activeDeadlineSeconds"] == 240
    with pytest.raises(ApiError, match="violates PodSecurity"):
        api.create(PODS, rooted, dryRun="All")


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("imagePullPolice", "Always", "unknown field"),
        ("imagePullPolicy", "Sometimes", "Unsupported value"),
        ("env", [{"name": "A=B", "value": "1"}], "Invalid value"),
        ("env", [{"name": "A", "value": 1}], "cannot unmarshal number"),
        ("resources", {"requests": {"memory": "4GB"}}, "quantities must match"),
        ("volumeMounts", [{"name": "no-such-volume", "mountPath": "/x"}], "Not found"),
    ],
)
def test_a_planted_fault_is_found(engine: ArgoStandIn, field: str, value: object, complaint: str) -> None:
    template = template_of((GOLDEN / "hello" / "expected.argo.yaml").read_text())
    pod = next(pods_of(template))
    main = pod["spec"]["containers"][1]
    main[field] = value
    with pytest.raises(ApiError, match=complaint):
        engine.engine.api.create(PODS, pod, dryRun="All")
