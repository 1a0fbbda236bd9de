"""The node of the tests itself: it has to do what a kubelet does, or other tests mean nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.argo_engine.doing import PODS, delete_pod, until
from tests.engines.argo.kube.api import Object
from tests.engines.argo.kube.setup import NAMESPACE, NODE
from tests.engines.argo_standin.adapter import ArgoStandIn

pytestmark = pytest.mark.xdist_group("argo")

POD_SECURITY = {
    "runAsNonRoot": True,
    "runAsUser": 1000,
    "fsGroup": 1000,
    "seccompProfile": {"type": "RuntimeDefault"},
}
SECURITY = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def pod_of(name: str, script: str, container: Object | None = None, **spec: Any) -> Object:
    """A pod of one container that runs a shell script."""
    main = {"name": "main", "image": "any", "command": ["sh", "-c", script], "securityContext": SECURITY}
    return {
        "metadata": {"name": name},
        "spec": {
            "nodeName": NODE,
            "restartPolicy": "Never",
            "securityContext": POD_SECURITY,
            "containers": [{**main, **(container or {})}],
            **spec,
        },
    }


def ended(engine: ArgoStandIn, pod: Object) -> Object:
    """Make a pod, wait for its end; its status."""
    made = engine.engine.api.create(PODS, pod)

    def status() -> Object:
        found: Object = engine.engine.api.get(f"{PODS}/{made['metadata']['name']}")["status"]
        return found

    until(lambda: status()["phase"] in ("Succeeded", "Failed"), f"the end of {made['metadata']['name']}")
    return status()


def terminated(status: Object) -> tuple[int, str]:
    """Exit code and reason."""
    (main,) = status["containerStatuses"]
    state = main["state"]["terminated"]
    return state["exitCode"], state["reason"]


@pytest.mark.parametrize(
    ("script", "phase", "end"),
    [
        ("true", "Succeeded", (0, "Completed")),
        ("exit 7", "Failed", (7, "Error")),
        ("kill -9 $$$$", "Failed", (137, "Error")),
        ("no-such-program", "Failed", (127, "Error")),
    ],
)
def test_exit_codes(engine: ArgoStandIn, script: str, phase: str, end: tuple[int, str]) -> None:
    status = ended(engine, pod_of(f"exit-{end[0]}", script))
    assert (status["phase"], terminated(status)) == (phase, end)


@pytest.mark.parametrize(("trap", "code"), [("", 143), ("trap '' TERM;", 137), ("trap 'exit 5' TERM;", 5)])
def test_the_deadline_ends_a_pod(engine: ArgoStandIn, trap: str, code: int) -> None:
    script = f"{trap} while true; do sleep 0.1; done"
    late = pod_of(f"late-{code}", script, activeDeadlineSeconds=1, terminationGracePeriodSeconds=1)
    status = ended(engine, late)
    assert (status["phase"], status["reason"]) == ("Failed", "DeadlineExceeded")
    assert terminated(status)[0] == code


def test_nothing_outlives_its_container(engine: ArgoStandIn) -> None:
    assert ended(engine, pod_of("parent", "sleep 98765 & sleep 0.1; exit 3"))["phase"] == "Failed"
    commands = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
    assert not [command for command in commands if b"98765" in command]


def test_a_container_is_on_its_own(engine: ArgoStandIn, tmp_path: Path) -> None:
    (tmp_path / "of-this-machine").touch()
    script = " && ".join(
        (
            "test $(id -u) = 1000 && test \"$(id -G)\" = '0 1000'",
            f"! touch /usr/x 2>/dev/null && ! ls {tmp_path} 2>/dev/null && touch /tmp/mine",
            "test $NAME = own && test $POD = apart && test \"$BOTH\" = 'own $(NONE) $NAME'",
        )
    )
    env = [
        {"name": "NAME", "value": "own"},
        {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
        {"name": "BOTH", "value": "$(NAME) $(NONE) $$NAME"},
    ]
    mounts = [{"name": "tmp", "mountPath": "/tmp"}]
    container = {"env": env, "volumeMounts": mounts}
    pod = pod_of("apart", script, container, volumes=[{"name": "tmp", "emptyDir": {}}])
    assert terminated(ended(engine, pod)) == (0, "Completed")


def test_a_pod_waits_for_what_it_needs(engine: ArgoStandIn) -> None:
    api = engine.engine.api
    volume = {"name": "late", "configMap": {"name": "late"}}
    container = {"volumeMounts": [{"name": "late", "mountPath": "/late", "readOnly": True}]}
    api.create(PODS, pod_of("waiting", "test $(cat /late/word) = here", container, volumes=[volume]))

    def reason() -> str:
        statuses = api.get(f"{PODS}/waiting")["status"].get("containerStatuses", [{}])
        found: str = statuses[0].get("state", {}).get("waiting", {}).get("reason", "")
        return found

    until(lambda: reason() == "CreateContainerConfigError", "the word that something is missing")
    api.create(
        f"/api/v1/namespaces/{NAMESPACE}/configmaps", {"metadata": {"name": "late"}, "data": {"word": "here"}}
    )
    until(lambda: api.get(f"{PODS}/waiting")["status"]["phase"] == "Succeeded", "its success")


def test_a_deleted_pod_goes(engine: ArgoStandIn) -> None:
    api = engine.engine.api
    api.create(PODS, pod_of("deleted", "sleep 1000"))
    until(lambda: api.get(f"{PODS}/deleted")["status"]["phase"] == "Running", "its start")
    delete_pod(engine, api.get(f"{PODS}/deleted"), 1)
    names = lambda: [one["metadata"]["name"] for one in api.get(PODS)["items"]]  # noqa: E731
    until(lambda: "deleted" not in names(), "its end")
