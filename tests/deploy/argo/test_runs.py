"""Starting runs and asking about them: the Workflows of the API server, with statuses as Argo writes them."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from tests.deploy.argo.cluster import Place, watched
from tests.engines.argo.kube.api import Object


def node(name: str, template: str, phase: str, kind: str = "Pod", **more: Any) -> Object:
    return {
        "id": name,
        "name": name,
        "templateName": template,
        "phase": phase,
        "type": kind,
        "startedAt": more.pop("startedAt", "2026-01-01T00:00:00Z"),
        **more,
    }


def nodes_of(*nodes: Object) -> dict[str, Object]:
    return {one["id"]: one for one in nodes}


@pytest.fixture
def deployed(place: Place) -> Place:
    assert place.deploy().status == 0
    return place


def set_status(place: Place, run: str, **status: Any) -> None:
    stored = place.live("WorkflowTemplate")["spec"]
    body = {"status": {"storedWorkflowTemplateSpec": stored, **status}}
    place.api.merge(place.path("Workflow", run), body)


def status(place: Place, run: str) -> dict[str, Any]:
    ran = place.run("status", f"{place.name}/{run}", "--json")
    assert ran.status == 0, ran
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_run_is_a_workflow_of_the_template(deployed: Place) -> None:
    ran = deployed.run("trigger", "flow.py", "--alpha", "3", "--loud", "true", "--table", '{"a": [1]}')
    assert ran.status == 0, ran
    name = ran.out.split()[0].partition("/")[2]
    assert name.startswith(f"{deployed.name}-")
    run = deployed.live("Workflow", name)
    assert run["spec"] == {
        "workflowTemplateRef": {"name": deployed.name},
        "arguments": {
            "parameters": [
                {"name": "alpha", "value": "3"},
                {"name": "loud", "value": "true"},
                {"name": "table", "value": '{"a": [1]}'},
            ]
        },
    }
    labels = run["metadata"]["labels"]
    assert labels["workflows.argoproj.io/workflow-template"] == deployed.name
    assert labels["flowc.dev/flow"] == deployed.flow


def test_the_same_run_is_started_once(deployed: Place) -> None:
    words = ("trigger", "flow.py", "--run-id", f"{deployed.name}-x", "--alpha")
    assert "is started" in deployed.run(*words, "3").out
    ran = deployed.run(*words, "3")
    assert ran.status == 0 and "had been started before" in ran.out
    ran = deployed.run(*words, "4")
    assert ran.status == 1 and "error[FLOW347]: there is a workflow" in ran.err


@pytest.mark.parametrize("name", ["Upper", "a_b", "-a", "x" * 64])
def test_names_that_no_workflow_can_have(deployed: Place, name: str) -> None:
    ran = deployed.run("trigger", "flow.py", f"--run-id={name}")
    assert ran.status == 1 and "cannot be the name of a workflow" in ran.err


def test_a_bad_value_starts_nothing(deployed: Place) -> None:
    with watched() as requests:
        ran = deployed.run("trigger", "flow.py", "--alpha", "three")
    assert ran.status == 1 and "FLOW346" in ran.err and requests == []


def test_nothing_is_deployed(place: Place) -> None:
    ran = place.run("trigger", "flow.py")
    assert ran.status == 1
    assert f"error[FLOW345]: the namespace `flows` has no WorkflowTemplate `{place.name}`" in ran.err


def test_by_the_name_of_the_class(deployed: Place) -> None:
    ran = deployed.run("trigger", deployed.flow, "--alpha", "2")
    assert ran.status == 0 and ran.out.startswith(f"{deployed.name}/"), ran


def test_a_file_that_has_changed_since(deployed: Place) -> None:
    assert "has changed since" not in deployed.run("trigger", "flow.py").err
    deployed.write(word="other")
    assert "flow.py has changed since it was deployed" in deployed.run("trigger", "flow.py").err


def test_states(deployed: Place) -> None:
    run = f"{deployed.name}-s"
    deployed.run("trigger", "flow.py", "--run-id", run)
    assert status(deployed, run)["status"] == "pending"
    retried = nodes_of(
        node(run, "flow", "Running", "DAG"),
        node(f"{run}.start", "start", "Succeeded", "Retry"),
        node(f"{run}.start(0)", "start", "Failed", message="no"),
        node(f"{run}.start(1)", "start", "Succeeded"),
        node(f"{run}.end", "end", "Running", startedAt="2026-01-01T00:01:00Z"),
    )
    set_status(deployed, run, phase="Running", nodes=retried)
    found = status(deployed, run)
    assert found["status"] == "running"
    assert found["steps"] == {"start": {"done": 1}, "end": {"running": 1}}, found["steps"]
    retried[f"{run}.end"] |= {"phase": "Failed", "message": "main: Error (exit code 1)"}
    set_status(deployed, run, phase="Failed", nodes=retried, message="child failed")
    found = status(deployed, run)
    assert found["status"] == "failed"
    assert found["message"] == "child failed\nend: main: Error (exit code 1)"


def test_nodes_that_argo_has_compressed(deployed: Place) -> None:
    run = f"{deployed.name}-c"
    deployed.run("trigger", "flow.py", "--run-id", run)
    nodes = nodes_of(node(f"{run}.start", "start", "Succeeded"))
    packed = base64.b64encode(gzip.compress(json.dumps(nodes).encode())).decode()
    set_status(deployed, run, phase="Running", compressedNodes=packed)
    assert status(deployed, run)["steps"] == {"start": {"done": 1}}


def test_a_run_that_people_stopped(deployed: Place) -> None:
    run = f"{deployed.name}-t"
    deployed.run("trigger", "flow.py", "--run-id", run)
    deployed.api.merge(deployed.path("Workflow", run), {"spec": {"shutdown": "Stop"}})
    set_status(deployed, run, phase="Failed", message="Stopped with strategy 'Stop'")
    assert status(deployed, run)["status"] == "stopped"


def test_runs(deployed: Place) -> None:
    names = [f"{deployed.name}-{number}" for number in range(3)]
    for name in names:
        deployed.run("trigger", "flow.py", "--run-id", name)
    set_status(deployed, names[0], phase="Succeeded")
    ran = deployed.run("runs", "flow.py")
    listed = {line.split()[0]: line.split()[3] for line in ran.out.splitlines()}
    assert listed == {
        f"{deployed.name}/{names[0]}": "succeeded",
        f"{deployed.name}/{names[1]}": "pending",
        f"{deployed.name}/{names[2]}": "pending",
    }
    assert len(deployed.run("runs", "flow.py", "--limit", "2").out.splitlines()) == 2


def test_long_lists_come_in_pages(deployed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{deployed.name}-{number}" for number in range(5)]
    for name in names:
        deployed.run("trigger", "flow.py", "--run-id", name)
    monkeypatch.setattr("flowc.backends.argo.deploy.api.PAGE", 2)
    with watched() as requests:
        ran = deployed.run("runs", "flow.py")
    assert sorted(line.split()[0].partition("/")[2] for line in ran.out.splitlines()) == names
    assert sum(request.endswith("/workflows") for request in requests) == 3


def test_the_run_of_another_flow(deployed: Place) -> None:
    deployed.api.create(
        deployed.path("Workflow"),
        {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Workflow",
            "metadata": {"name": f"{deployed.name}-other"},
            "spec": {"workflowTemplateRef": {"name": "another"}},
        },
    )
    import os

    from flowc.backends.argo.deploy.deployer import ArgoDeployer
    from flowc.backends.deployment import Connection, NotDeployed

    deployer = ArgoDeployer(Connection(environment=dict(os.environ)))
    with pytest.raises(NotDeployed, match="has no run"):
        deployer.state(deployed.name, f"{deployed.name}-other")


def test_logs_of_pods(deployed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The API server has no kubelet to ask here: its answer for a log is put in its place."""
    from flowc.backends.argo.deploy.api import Api as Client

    run = f"{deployed.name}-l"
    deployed.run("trigger", "flow.py", "--run-id", run)
    for step in ("start", "end"):
        deployed.api.create("/api/v1/namespaces/flows/pods", pod(run, step))
    original = Client._exchange

    def exchange(self: Client, method: str, path: str, body: Any, query: Any, kind: str) -> tuple[int, bytes]:
        if path.endswith("/log"):
            assert query == {"container": "main"}
            if "end" in path:
                return 400, b'{"reason": "BadRequest", "message": "container is waiting to start"}'
            return 200, f"from {path.split('/')[-2]}\nline two\n".encode()
        return original(self, method, path, body, query, kind)

    monkeypatch.setattr(Client, "_exchange", exchange)
    assert deployed.run("logs", f"{deployed.name}/{run}").out == f"from {run}-start\nline two\n"
    ran = deployed.run("logs", f"{deployed.name}/{run}/end")
    assert ran.status == 1 and "neither the store nor the engine has output" in ran.err


def test_pods_are_counted_when_argo_keeps_its_nodes_elsewhere(deployed: Place) -> None:
    run = f"{deployed.name}-p"
    deployed.run("trigger", "flow.py", "--run-id", run)
    deployed.api.create("/api/v1/namespaces/flows/pods", pod(run, "start"))
    set_status(deployed, run, phase="Running", offloadNodeStatusVersion="fnv:1")
    assert status(deployed, run)["steps"] == {"start": {"running": 1}}


def pod(run: str, step: str) -> Object:
    container = {
        "name": "main",
        "image": "python",
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "runAsNonRoot": True,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
    }
    labels = {"workflows.argoproj.io/workflow": run, "flowc.dev/step": step}
    return {
        "metadata": {"name": f"{run}-{step}", "labels": labels},
        "spec": {"containers": [container], "automountServiceAccountToken": False},
    }
