"""Deployments that are broken off, meet another one, or are refused."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest

from tests.deploy.argo.cluster import DAILY, Act, Place, changing, kubeconfig, watched
from tests.engines.argo.kube.api import Access
from tests.engines.argo.kube.setup import NAMESPACE, add_account
from tests.engines.argo_standin.adapter import ROOT

OBJECTS = 5


def interrupt_at(number: int, *, answered: bool) -> Act:
    """Ctrl-C at a request: before it is sent, or after it was answered."""

    def act(at: int, request: str, is_answered: bool) -> None:
        if at == number and is_answered == answered:
            raise KeyboardInterrupt

    return act


def break_off(place: Place, act: Act) -> None:
    """A deployment that does not get to its end. While it plans, click itself ends it."""
    with watched(act) as requests:
        try:
            ran = place.deploy("--prune")
        except click.Abort:
            return
    assert ran.status == 130, (ran, requests)


def requests_of_a_deployment(place: Place) -> list[str]:
    with watched() as requests:
        ran = place.deploy("--prune")
    assert ran.status == 0, ran
    return requests


@pytest.mark.parametrize("answered", [False, True])
def test_a_deployment_may_be_broken_off_at_any_request(place: Place, answered: bool) -> None:
    """The flow changes before each, so that everything has to be done again."""
    place.write(DAILY)
    requests_of_a_deployment(place)
    place.write(DAILY.replace("6", "5"), word="probe")
    requests = requests_of_a_deployment(place)
    assert [requests[at].split()[0] for at in changing(requests)] == ["PATCH", "PATCH", "PATCH", "DELETE"]
    for number in range(len(requests)):
        place.write(DAILY.replace("6", str(number % 24)), word=f"w{number}")
        break_off(place, interrupt_at(number, answered=answered))
        assert place.deploy("--prune").status == 0
        assert place.deploy("--dry-run").out.endswith(f"unchanged ({OBJECTS} objects)\n"), number
        assert place.live("CronWorkflow")["spec"]["schedules"] == [f"0 {number % 24} * * *"]
        assert place.packages() == [place.package()]


def test_nothing_names_a_package_that_is_not_there(place: Place) -> None:
    place.deploy()
    before = place.package()
    place.write(word="other")

    def act(number: int, request: str, answered: bool) -> None:
        if request.startswith("PATCH /") and "workflowtemplates" in request and not answered:
            raise KeyboardInterrupt

    with watched(act):
        ran = place.deploy()
    assert ran.status == 130
    assert ran.err == "interrupted after 1 of 2 changes\nhelp: deploy again to finish\n"
    assert place.package() == before and place.has("ConfigMap", before)


@pytest.mark.parametrize("kind", ["WorkflowTemplate", "CronWorkflow"])
def test_what_was_changed_since_the_plan_is_left_alone(place: Place, kind: str) -> None:
    place.write(DAILY)
    place.deploy()
    place.write(DAILY.replace("6", "5"), word="other")

    def act(number: int, request: str, answered: bool) -> None:
        if request.startswith("PATCH /") and "configmaps" in request and answered:
            place.edit(kind, {"spec": {"mine": True}})

    with watched(act):
        ran = place.deploy()
    assert ran.status == 1
    assert f"error[FLOW344]: {kind} {place.name} was changed by somebody else since the plan" in ran.err
    assert place.deploy().status == 0


def test_a_change_between_look_and_apply_is_met(place: Place) -> None:
    """The API server itself refuses what was made for another version."""
    place.deploy()
    place.write(word="other")

    def act(number: int, request: str, answered: bool) -> None:
        if request.startswith("PATCH /") and "workflowtemplates" in request and not answered:
            place.edit("WorkflowTemplate", {"spec": {"mine": True}})

    with watched(act):
        ran = place.deploy()
    assert ran.status == 1
    assert "error[FLOW344]" in ran.err and "the object has been modified" in ran.err
    assert "help: deploy again" in ran.err


def test_somebody_was_faster_with_the_same_object(place: Place) -> None:
    def act(number: int, request: str, answered: bool) -> None:
        if request.startswith("PATCH /") and "configmaps" in request and answered:
            assert place.run("trigger", "flow.py").status == 1  # nothing is there yet
            body = {"apiVersion": "argoproj.io/v1alpha1", "kind": "WorkflowTemplate"}
            metadata = {"name": place.name, "labels": {"app.kubernetes.io/managed-by": "flowc"}}
            place.api.create(place.path("WorkflowTemplate"), {**body, "metadata": metadata, "spec": {"a": 1}})

    with watched(act):
        ran = place.deploy()
    assert ran.status == 1 and "error[FLOW344]: WorkflowTemplate" in ran.err
    assert place.live("WorkflowTemplate")["spec"] == {"a": 1}


def test_somebody_was_faster_by_a_hair(place: Place) -> None:
    """Nothing can be made only if it is not there; but it is noticed."""

    def act(number: int, request: str, answered: bool) -> None:
        if request.startswith("PATCH /") and "workflowtemplates" in request and not answered:
            body = {"apiVersion": "argoproj.io/v1alpha1", "kind": "WorkflowTemplate"}
            place.api.create(place.path("WorkflowTemplate"), {**body, "metadata": {"name": place.name}})

    with watched(act):
        ran = place.deploy()
    assert ran.status == 1
    assert f"error[FLOW344]: WorkflowTemplate {place.name} was changed by somebody else" in ran.err


def test_two_deployments_at_once_leave_one_of_the_two_whole(place: Place) -> None:
    place.write(DAILY)
    place.deploy()
    hours = {"one": "1", "two": "2"}
    for word, hour in hours.items():
        folder = place.folder / word
        folder.mkdir()
        place.write(DAILY.replace("6", hour), word=word, folder=folder)
        (folder / "flowc.toml").write_text((place.folder / "flowc.toml").read_text())
    command = [sys.executable, "-m", "flowc", "deploy", "flow.py", "--target", "argo"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen(
            command,
            cwd=place.folder / word,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for word in hours
    ]
    outputs = [process.communicate(timeout=120) for process in both]
    for process, (_, error) in zip(both, outputs, strict=True):
        assert process.returncode == 0 or b"error[FLOW344]" in error, error
    assert 0 in {process.returncode for process in both}
    assert place.package() in place.packages()
    place.write(DAILY.replace("6", "1"), word="one")
    assert place.deploy().status == 0
    assert place.deploy().out.endswith(f"unchanged ({OBJECTS} objects)\n")


def limited(place: Place, rules: list[dict[str, list[str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the deployments are made by an account with these rights."""
    name = f"{place.name}-deployer"
    add_account(place.api, name)
    path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{name}/token"
    token = place.api.create(path, {"spec": {"expirationSeconds": 3600}})["status"]["token"]
    place.api.create(place.path("Role"), {"metadata": {"name": name}, "rules": rules})
    binding = {
        "metadata": {"name": name},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": name},
        "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": NAMESPACE}],
    }
    place.api.create(place.path("RoleBinding"), binding)
    config = place.folder / "limited"
    config.write_text(kubeconfig(Access(place.api.access.port, place.api.access.authority, token)))
    monkeypatch.setenv("KUBECONFIG", str(config))


def rule(group: str, resources: list[str], verbs: list[str]) -> dict[str, list[str]]:
    return {"apiGroups": [group], "resources": resources, "verbs": verbs}


APPLYING = ["get", "create", "patch"]
RIGHTS = [
    rule("", ["configmaps"], [*APPLYING, "list", "delete"]),
    rule("", ["pods", "pods/log"], ["get", "list"]),
    rule("argoproj.io", ["workflowtemplates", "cronworkflows"], [*APPLYING, "list", "delete"]),
    rule("argoproj.io", ["workflows"], ["get", "list", "create"]),
    rule("argoproj.io", ["workflowtaskresults"], ["create", "patch"]),
    rule("rbac.authorization.k8s.io", ["roles", "rolebindings"], APPLYING),
]
"""What `docs/deploy.md` says that people need: for the role of the tasks also what it gives."""


def test_the_documented_rights_are_enough(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(place, RIGHTS, monkeypatch)
    place.write(DAILY)
    for word in ("one", "two"):
        place.write(DAILY, word=word)
        ran = place.deploy("--prune")
        assert ran.status == 0, ran
    place.write(word="three")
    assert place.deploy("--prune").status == 0
    assert place.run("trigger", "flow.py", "--run-id", place.name).status == 0
    assert place.run("status", f"{place.flow}/{place.name}").status == 0
    assert place.run("runs", place.name).status == 0


@pytest.mark.parametrize("missing", [0, 2, 5])
def test_without_a_right_nothing_is_changed(
    place: Place, monkeypatch: pytest.MonkeyPatch, missing: int
) -> None:
    limited(place, [each for at, each in enumerate(RIGHTS) if at != missing], monkeypatch)
    with watched() as requests:
        ran = place.deploy()
    assert ran.status == 1 and "error[FLOW343]: the cluster does not allow this: " in ran.err, ran
    assert RIGHTS[missing]["resources"][0] in ran.err and "is forbidden" in ran.err
    assert "help: see docs/deploy.md for the rights" in ran.err
    assert changing(requests) == []
