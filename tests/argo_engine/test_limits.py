"""Limits that the compiler keeps, asked of the API server itself."""

from __future__ import annotations

import base64
import json

import pytest

from flowc.backends.argo.names import LONGEST_TEMPLATE
from flowc.backends.argo.package import INLINE_PACKAGE
from flowc.backends.argo.size import LARGEST
from tests.argo_engine.doing import PODS, WORKFLOWS
from tests.argo_engine.test_node import pod_of
from tests.argo_lint.schema import validate
from tests.benchmarks.argo_fan_out import takes
from tests.conformance.cases import GOLDEN
from tests.engines.argo.kube.api import ApiError, Object
from tests.engines.argo.kube.setup import NAMESPACE
from tests.engines.argo.standin.size import size_of
from tests.engines.argo_standin.adapter import ArgoStandIn, submission

pytestmark = pytest.mark.xdist_group("argo")

CONFIG_MAPS = f"/api/v1/namespaces/{NAMESPACE}/configmaps"
APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def package_of(name: str, size: int) -> Object:
    """A code package of this size as `kubectl apply` sends it: with a copy of all of it in an annotation."""
    data = base64.b64encode(b"x" * size).decode()
    body: Object = {"metadata": {"name": name}, "binaryData": {"flow.pyz": data}}
    return {**body, "metadata": {"name": name, "annotations": {APPLIED: json.dumps(body)}}}


def test_the_largest_inline_package_can_be_applied_and_not_much_more(engine: ArgoStandIn) -> None:
    api = engine.engine.api
    assert api.create(CONFIG_MAPS, package_of("largest", INLINE_PACKAGE))["metadata"]["name"] == "largest"
    with pytest.raises(ApiError, match=r"metadata\.annotations: Too long"):
        api.create(CONFIG_MAPS, package_of("larger", INLINE_PACKAGE * 11 // 10))


def test_the_name_of_a_run_fits_a_label_however_long_the_template_is_called(engine: ArgoStandIn) -> None:
    api = engine.engine.api
    template = {"metadata": {"name": "x" * LONGEST_TEMPLATE}}
    run = api.create(WORKFLOWS, {**submission(template, {}), "status": {"phase": "Failed"}})["metadata"][
        "name"
    ]
    assert len(run) == 63
    pod = pod_of("labelled", "true")
    pod["metadata"]["labels"] = {"flowc.dev/run": run}
    assert api.create(PODS, pod)["metadata"]["labels"] == {"flowc.dev/run": run}
    pod["metadata"] = {"name": "mislabelled", "labels": {"flowc.dev/run": run + "x"}}
    with pytest.raises(ApiError, match="must be no more than 63"):
        api.create(PODS, pod)


def test_what_argo_takes_for_a_workflow_the_server_takes_and_little_more(engine: ArgoStandIn) -> None:
    assert takes(engine.engine, LARGEST)
    assert not takes(engine.engine, 2 * LARGEST)


def test_a_run_has_its_nodes_in_its_object(engine: ArgoStandIn) -> None:
    run = engine.trigger(engine.deploy(GOLDEN / "retry" / "flow.py"), {})
    assert engine.wait(run, 60) == "succeeded"
    workflow = engine.engine.workflow(run.run)
    workflow["metadata"].pop("managedFields")
    assert validate([workflow]) == []
    nodes = workflow["status"]["nodes"].values()
    assert {"DAG", "Pod", "Retry"} <= {node["type"] for node in nodes}
    assert {node["phase"] for node in nodes} == {"Succeeded"}
    assert size_of(workflow).fits
