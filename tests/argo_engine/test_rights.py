"""What the API server allows to tasks, and what it does not take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.argo_engine.doing import PODS, RESULTS
from tests.conformance.cases import GOLDEN
from tests.conformance.protocol import Triggered
from tests.engines.argo.kube.api import Access, Api, ApiError
from tests.engines.argo.kube.setup import NAMESPACE, apply_all, apply_one, dumped
from tests.engines.argo_standin.adapter import ArgoStandIn, compiled, submission

pytestmark = pytest.mark.xdist_group("argo")

STORE = {"flowc-store": "/shared/store"}


@pytest.fixture
def task(engine: ArgoStandIn) -> Iterator[Api]:
    """The API as a task may use it, with the token of its account."""
    api = engine.engine.api
    path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/default/token"
    token = api.create(path, {"spec": {"expirationSeconds": 3600}})["status"]["token"]
    own = Api(Access(api.access.port, api.access.authority, token))
    yield own
    own.close()


def test_tasks_may_report_results_and_nothing_else(task: Api) -> None:
    result = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "WorkflowTaskResult",
        "metadata": {"name": "mine"},
    }
    assert task.create(RESULTS, result)["metadata"]["name"] == "mine"
    assert task.merge(f"{RESULTS}/mine", {"outputs": {"exitCode": "0"}})["outputs"] == {"exitCode": "0"}
    core = f"/api/v1/namespaces/{NAMESPACE}"
    for path in (RESULTS, PODS, f"{core}/secrets", f"{core}/configmaps", f"{RESULTS}/mine"):
        with pytest.raises(ApiError) as refusal:
            task.get(path)
        assert refusal.value.code == 403, path


def test_pods_are_not_taken_without_their_security_context(engine: ArgoStandIn, flows: Path) -> None:
    documents = list(yaml.safe_load_all(compiled(flows / "failing.py")))
    template = documents[0]
    template["metadata"]["name"] = "unrestricted"
    del template["spec"]["securityContext"]
    (made, *_) = apply_all(engine.engine.api, dumped(documents))
    run = engine.engine.submit(submission(made, STORE))["metadata"]["name"]
    assert engine.wait(Triggered("FailingFlow", run), 60) == "failed"
    assert 'violates PodSecurity "restricted:latest"' in engine.engine.workflow(run)["status"]["message"]


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("name: inlineflow\n", "name: inline_flow\n", 'metadata.name: Invalid value: "inline_flow"'),
        ("flowc.dev/flow: InlineFlow}", "flowc.dev/flow: Inline Flow}", "metadata.labels: Invalid value"),
        ("flow.pyz: |", "flow pyz: |", 'binaryData[flow pyz]: Invalid value: "flow pyz"'),
        ("immutable: true", "immutable: yes please", "immutable"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said(
    engine: ArgoStandIn, right: str, wrong: str, complaint: str
) -> None:
    manifest = (GOLDEN / "inline" / "expected.argo.yaml").read_text()
    assert manifest.count(right) >= 1
    with pytest.raises(ApiError) as refusal:
        apply_all(engine.engine.api, manifest.replace(right, wrong))
    assert complaint in str(refusal.value)


def test_the_account_of_a_step_needs_the_role_too(engine: ArgoStandIn) -> None:
    """`--emit rbac` for a flow whose step names an account binds that account: see `golden/kubernetes`."""
    objects = list(yaml.safe_load_all(compiled(GOLDEN / "kubernetes" / "flow.py", "--emit", "rbac")))
    subjects = [one["subjects"][0]["name"] for one in objects if one["kind"] == "RoleBinding"]
    assert subjects == ["default", "trainer"]
    for one in objects:
        apply_one(engine.engine.api, yaml.safe_dump(one))
