"""Deployments to a real API server: what is made, what is left alone, what is set back."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from collections.abc import Iterator

import pytest
import yaml

from tests.argo_engine.doing import until
from tests.deploy.argo.cluster import DAILY, Place, watched
from tests.engines.argo.kube.api import Api
from tests.engines.argo.kube.setup import path_of
from tests.engines.argo_standin.adapter import compiled

OBJECTS = 4
"""Of a flow without a schedule: package, role, binding, template."""


def test_the_first_deployment_makes_everything(place: Place) -> None:
    place.write(DAILY)
    ran = place.deploy()
    assert ran.status == 0, ran
    template = place.live("WorkflowTemplate")
    assert template["metadata"]["annotations"]["workflows.argoproj.io/title"] == place.flow
    assert place.live("CronWorkflow")["spec"]["workflowSpec"] == {"workflowTemplateRef": {"name": place.name}}
    data = base64.b64decode(place.live("ConfigMap", place.package())["binaryData"]["flow.pyz"])
    assert place.package() == f"{place.name}-{hashlib.sha256(data).hexdigest()[:12]}"
    assert place.has("Role", "flowc-executor") and place.has("RoleBinding", "flowc-executor")
    managers = {(one["manager"], one["operation"]) for one in template["metadata"]["managedFields"]}
    assert managers == {("flowc", "Apply")}
    assert ran.out.splitlines()[-1] == f"{place.name} is live"


def test_the_package_comes_before_what_names_it(place: Place) -> None:
    place.write(DAILY)
    with watched() as requests:
        assert place.deploy().status == 0
    made = [name.split("/")[-2] for name in requests if name.startswith("PATCH /")]
    assert made[0] == "configmaps" and made[-2:] == ["workflowtemplates", "cronworkflows"]


def test_a_plan_changes_nothing(place: Place) -> None:
    with watched() as requests:
        ran = place.deploy("--dry-run", "--detailed-exitcode")
    assert ran.status == 3
    assert f"create     WorkflowTemplate {place.name}" in ran.out, ran.out
    assert {name.split(" /")[0] for name in requests} == {"GET", "PATCH dry"}
    assert not place.has("WorkflowTemplate") and place.packages() == []


def test_the_second_deployment_does_nothing(place: Place) -> None:
    assert place.deploy().status == 0
    version = place.live("WorkflowTemplate")["metadata"]["resourceVersion"]
    with watched() as requests:
        ran = place.deploy()
    assert ran.status == 0 and ran.out.endswith(f"unchanged ({OBJECTS} objects)\n"), ran.out
    assert not [name for name in requests if name.startswith("PATCH /")]
    assert place.live("WorkflowTemplate")["metadata"]["resourceVersion"] == version


def test_an_update_shows_what_it_changes(place: Place) -> None:
    place.write(DAILY)
    place.deploy()
    before = place.package()
    place.write(DAILY.replace("6", "7"), word="other")
    ran = place.deploy()
    assert ran.status == 0
    lines = {line.strip() for line in ran.out.splitlines()}
    assert {"-  schedules: [0 6 * * *]", "+  schedules: [0 7 * * *]"} <= lines, ran.out
    assert {f"-  - configMap: {{name: {before}}}", f"+  - configMap: {{name: {place.package()}}}"} <= {
        re.sub(r"^([-+]) +- ", r"\1  - ", line) for line in lines
    }, ran.out
    assert place.package() != before and place.packages() == sorted([before, place.package()])
    assert place.live("CronWorkflow")["spec"]["schedules"] == ["0 7 * * *"]
    assert place.deploy().out.endswith(f"unchanged ({OBJECTS + 1} objects)\n")


def test_what_people_changed_is_shown_and_set_back(place: Place) -> None:
    place.deploy()
    place.edit("WorkflowTemplate", {"spec": {"parallelism": 7}})
    ran = place.run("diff", "flow.py", "--live")
    assert ran.status == 1
    assert "-  parallelism: 7" in ran.out and "+  parallelism: 100" in ran.out, ran.out
    assert "was changed by hand (kubectl-edit), and is set back" in ran.out
    assert place.live("WorkflowTemplate")["spec"]["parallelism"] == 7
    assert place.deploy().status == 0
    assert place.live("WorkflowTemplate")["spec"]["parallelism"] == 100
    assert place.run("diff", "flow.py", "--live").status == 0


def test_what_another_tool_owns_is_left_to_it(place: Place) -> None:
    place.deploy()
    place.edit("WorkflowTemplate", {"spec": {"parallelism": 7}}, manager="argocd-controller")
    ran = place.deploy()
    assert ran.status == 1
    assert (
        "error[FLOW344]: fields of WorkflowTemplate" in ran.err and "belong to argocd-controller" in ran.err
    )
    assert "help: let only one of the two deploy this flow" in ran.err
    assert place.live("WorkflowTemplate")["spec"]["parallelism"] == 7


def test_what_others_add_is_no_difference(place: Place) -> None:
    place.deploy()
    place.edit("WorkflowTemplate", {"metadata": {"annotations": {"team": "ours"}}, "status": {"seen": 1}})
    assert place.deploy().out.endswith(f"unchanged ({OBJECTS} objects)\n")
    place.write(word="other")
    assert place.deploy().status == 0
    assert place.live("WorkflowTemplate")["metadata"]["annotations"]["team"] == "ours"


def test_a_template_of_somebody_else_is_not_taken(place: Place) -> None:
    body = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "WorkflowTemplate",
        "metadata": {"name": place.name},
        "spec": {"mine": True},
    }
    place.api.create(place.path("WorkflowTemplate"), body)
    ran = place.deploy()
    assert ran.status == 1
    assert f"error[FLOW344]: there is a WorkflowTemplate {place.name} that flowc has not made" in ran.err
    assert place.live("WorkflowTemplate")["spec"] == {"mine": True}


def test_prune_removes_what_is_left(place: Place) -> None:
    place.write(DAILY)
    place.deploy()
    old = place.package()
    place.write(word="other")
    ran = place.deploy()
    assert f"CronWorkflow {place.name} is left from an earlier deployment; --prune deletes it" in ran.out, ran
    assert place.has("CronWorkflow") and place.has("ConfigMap", old)
    ran = place.deploy("--prune")
    assert ran.status == 0
    assert not place.has("CronWorkflow") and place.packages() == [place.package()]
    assert place.has("Role", "flowc-executor")
    assert place.deploy("--prune").out.endswith(f"unchanged ({OBJECTS} objects)\n")


def test_prune_leaves_what_a_run_needs(place: Place) -> None:
    place.deploy()
    needed = place.package()
    stored = place.live("WorkflowTemplate")["spec"]
    ran = place.run("trigger", "flow.py", "--run-id", f"{place.name}-old")
    assert ran.status == 0, ran
    run = place.path("Workflow", f"{place.name}-old")
    place.api.merge(run, {"status": {"phase": "Running", "storedWorkflowTemplateSpec": stored}})
    place.write(word="second")
    place.deploy()
    unneeded = place.package()
    place.write(word="third")
    assert place.deploy("--prune").status == 0
    assert place.packages() == sorted([needed, place.package()])
    assert unneeded not in place.packages()
    place.api.merge(run, {"status": {"phase": "Succeeded"}})
    assert place.deploy("--prune").status == 0
    assert place.packages() == [place.package()]


def test_prune_leaves_the_other_branches_of_a_project(place: Place) -> None:
    place.write(DAILY)
    place.deploy()
    mine = place.packages()
    project = "from metaflow import project\n\n@project(name='p')\n" + DAILY
    place.write(project)
    assert place.deploy("--prune").status == 0
    assert place.has("CronWorkflow") and place.has("WorkflowTemplate") and place.packages() == mine


def test_a_role_may_be_left_to_others(place: Place) -> None:
    ran = place.deploy("--option", "rbac=false", "--dry-run")
    assert ran.status == 0 and "Role" not in ran.out, ran


@pytest.mark.parametrize("kind", ["WorkflowTemplate", "CronWorkflow"])
def test_what_was_deleted_is_made_again(place: Place, kind: str) -> None:
    place.write(DAILY)
    place.deploy()
    place.api.delete(place.path(kind, place.name))
    assert place.deploy().status == 0
    assert place.has(kind)


def test_kubectl_apply_before_flowc(place: Place) -> None:
    """Who has applied the compiled file by hand may go on with deployments."""
    for document in yaml.safe_load_all(compiled(place.folder / "flow.py")):
        if document["kind"] == "WorkflowTemplate":
            document["spec"]["onExit"] = "end"
        place.api.create(place.path(document["kind"]), document, fieldManager="kubectl-client-side-apply")
    place.write(word="other")
    ran = place.deploy()
    assert ran.status == 0, ran
    ran = place.deploy()
    assert ran.out.splitlines()[0].endswith(f"unchanged ({OBJECTS} objects)")
    assert "has fields that somebody else has set, and keeps them: spec.onExit" in ran.out


def test_a_schedule_that_people_have_suspended_stays_so(place: Place) -> None:
    place.write(DAILY)
    place.deploy()
    place.edit("CronWorkflow", {"spec": {"suspend": True}})
    place.write(DAILY.replace("6", "7"))
    ran = place.deploy()
    note = f"CronWorkflow {place.name} has fields that somebody else has set, and keeps them: spec.suspend"
    assert ran.status == 0 and note in ran.out, ran
    assert place.live("CronWorkflow")["spec"]["suspend"] is True
    assert place.live("CronWorkflow")["spec"]["schedules"] == ["0 7 * * *"]


@pytest.fixture
def whole_specs(api: Api) -> Iterator[None]:
    """The definition of CronWorkflows as Argo's minimal ones are: their `spec` is one field with one owner."""
    path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/cronworkflows.argoproj.io"
    before = api.get(path)["spec"]["versions"]
    after = copy.deepcopy(before)
    after[0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["x-kubernetes-map-type"] = "atomic"
    for versions in (after, before):
        api.merge(path, {"spec": {"versions": versions}})
        until(lambda wanted=versions is after: has_whole_specs(api) is wanted, "the new definition")
        if versions is after:
            yield


def has_whole_specs(api: Api) -> bool:
    """Whether an object that is applied has one owner of its whole `spec`."""
    body = {"apiVersion": "argoproj.io/v1alpha1", "kind": "CronWorkflow", "metadata": {"name": "probe"}}
    text = json.dumps({**body, "spec": {"timezone": "UTC"}}).encode()
    (owned,) = api.apply(path_of(body), text, dryRun="All")["metadata"]["managedFields"]
    return owned["fieldsV1"]["f:spec"] == {}


@pytest.mark.usefixtures("whole_specs")
def test_a_suspended_schedule_stays_so_where_a_spec_is_one_field(place: Place) -> None:
    place.write(DAILY)
    place.deploy()
    place.edit("CronWorkflow", {"spec": {"suspend": True}})
    place.write(DAILY.replace("6", "7"))
    ran = place.deploy()
    assert ran.status == 0 and "keeps them: spec.suspend" in ran.out, ran
    live = place.live("CronWorkflow")["spec"]
    assert (live["suspend"], live["schedules"]) == (True, ["0 7 * * *"])
    place.edit("CronWorkflow", {"spec": {"suspend": None}})
    assert place.deploy().status == 0
    assert "suspend" not in place.live("CronWorkflow")["spec"]


def test_nothing_of_another_namespace_is_looked_at(place: Place) -> None:
    place.api.create("/api/v1/namespaces", {"metadata": {"name": f"{place.name}-ns"}})
    config = place.folder / "flowc.toml"
    config.write_text(config.read_text() + f'namespace = "{place.name}-ns"\n')
    with watched() as requests:
        assert place.deploy("--prune").status == 0
        assert place.run("trigger", "flow.py", "--run-id", place.name).status == 0
        assert place.run("status", f"{place.name}/{place.name}").status == 0
    assert {name.split("/namespaces/")[1].split("/")[0] for name in requests} == {f"{place.name}-ns"}
    assert not place.has("WorkflowTemplate")


def test_flows_share_the_role_whatever_their_labels(place: Place) -> None:
    config = place.folder / "flowc.toml"
    plain = config.read_text()
    place.deploy()
    config.write_text(plain + 'namespace = "flows"\n\n[labels]\nteam = "a"\n')
    with watched() as requests:
        assert place.deploy().status == 0
    assert place.live("WorkflowTemplate")["metadata"]["labels"]["team"] == "a"
    assert [name.split("/")[-2] for name in requests if name.startswith("PATCH /")] == [
        "configmaps",
        "workflowtemplates",
    ]
    assert place.live("Role", "flowc-executor")["metadata"]["labels"] == {
        "app.kubernetes.io/managed-by": "flowc"
    }


def test_a_role_that_others_have_made_is_left_alone(place: Place) -> None:
    """Helm, say, from what `--emit rbac` prints; but one that allows less is theirs to mend."""
    for name in ("Role", "RoleBinding"):
        place.api.delete(place.path(name, "flowc-executor"))
    for one in yaml.safe_load_all(compiled(place.folder / "flow.py", "--emit", "rbac")):
        del one["metadata"]["labels"]
        place.api.create(place.path(one["kind"]), one, fieldManager="helm")
    try:
        assert place.deploy().status == 0
        live = place.live("Role", "flowc-executor")
        assert {one["manager"] for one in live["metadata"]["managedFields"]} == {"helm"}
        place.api.merge(place.path("Role", "flowc-executor"), {"rules": []})
        ran = place.deploy()
        assert ran.status == 1 and "there is a Role flowc-executor that flowc has not made" in ran.err
    finally:
        place.api.delete(place.path("Role", "flowc-executor"))
        place.api.delete(place.path("RoleBinding", "flowc-executor"))
