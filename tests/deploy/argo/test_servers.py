"""Servers that are down, go away, or take no login; and what is not asked for at all."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flowc.backends.argo.deploy.api import Api as Client
from tests.deploy.argo.cluster import Place, kubeconfig, watched
from tests.engines.argo.kube.api import Access
from tests.engines.argo.kube.cluster import free_port
from tests.engines.argo_standin.adapter import ROOT


def test_a_server_that_is_down(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    config = place.folder / "down"
    access = Access(free_port(), place.api.access.authority, "t")
    config.write_text(kubeconfig(access))
    ran = place.deploy("--kubeconfig", str(config))
    assert ran.status == 1
    assert f"error[FLOW342]: https://127.0.0.1:{access.port} does not answer" in ran.err
    assert "help: check the network" in ran.err


def test_a_server_that_goes_away(place: Place) -> None:
    place.deploy()
    place.write(word="other")

    def act(number: int, request: str, answered: bool) -> None:
        if request.startswith("PATCH /") and "workflowtemplates" in request and not answered:
            from flowc.backends.deployment import Unreachable

            raise Unreachable("gone", help="later")

    with watched(act) as requests:
        ran = place.deploy()
    assert ran.status == 1 and "error[FLOW342]: gone" in ran.err
    assert sum(name.startswith("PATCH /") and "workflowtemplates" in name for name in requests) == 1
    assert place.deploy().status == 0


def test_what_changes_nothing_is_tried_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowc.backends.argo.deploy.api.time.sleep", lambda seconds: None)
    original, busy = Client._exchange, []

    def exchange(self: Client, method: str, path: str, *rest: object) -> tuple[int, bytes]:
        if method == "GET" and len(busy) < 2:
            busy.append(path)
            return 503, b'{"message": "etcd is slow"}'
        return original(self, method, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "_exchange", exchange)
    assert place.deploy().status == 0
    assert len(busy) == 2


def test_a_login_that_is_not_taken(place: Place) -> None:
    config = place.folder / "wrong"
    config.write_text(kubeconfig(Access(place.api.access.port, place.api.access.authority, "wrong")))
    ran = place.deploy("--kubeconfig", str(config))
    assert ran.status == 1 and "does not accept the login: Unauthorized" in ran.err
    assert "help: log in again" in ran.err


def test_a_namespace_that_is_not_there(place: Place) -> None:
    config = place.folder / "flowc.toml"
    config.write_text(config.read_text() + 'namespace = "nowhere"\n')
    ran = place.deploy()
    assert ran.status == 1
    assert 'the cluster has no namespace: namespaces "nowhere" not found' in ran.err


def test_no_store(place: Place) -> None:
    (place.folder / "flowc.toml").write_text("")
    with watched() as requests:
        ran = place.deploy()
    assert ran.status == 1 and "error[FLOW340]" in ran.err and "store" in ran.err
    assert requests == []


def test_nothing_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys\n"
        "from flowc.backends.argo.backend import ArgoBackend\n"
        "from flowc.backends.deployment import Connection\n"
        "ArgoBackend().deployer(Connection())\n"
        "print(sorted({'kubernetes', 'yaml', 'rich', 'libcst'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (ran.stdout, ran.stderr) == ("[]\n", "")
