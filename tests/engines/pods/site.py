"""A cluster that runs pods, and one who may make them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conformance.protocol import Unavailable
from tests.engines.argo.build import binaries
from tests.engines.argo.kube.api import Access, Api, Object
from tests.engines.argo.kube.cluster import Cluster
from tests.engines.argo.kube.setup import NAMESPACE, add_account, prepare

ROOT = Path(__file__).resolve().parents[3]
SLOTS = 4
"""Pods that run at once."""
OPTIONS = ("--feature-gates=TranslateStreamCloseWebsocketRequests=false",)
"""`exec` reaches the node as the WebSocket that it is; otherwise the API server would speak SPDY to the node."""
WORKER = "airflow-worker"
RULES = (
    {
        "apiGroups": [""],
        "resources": ["pods"],
        "verbs": ["create", "get", "list", "watch", "patch", "delete"],
    },
    {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"]},
    {"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create", "get"]},
    {"apiGroups": [""], "resources": ["events"], "verbs": ["list"]},
)
"""What Airflow's worker may do in the namespace of the pods."""


class Site:
    """One cluster below one folder; every process of it is ended by `stop`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shared = folder / "shared"
        self.kubeconfig = folder / "kubeconfig"
        self.cluster = Cluster(binaries(), folder / "cluster", OPTIONS)
        self.node: subprocess.Popen[bytes] | None = None
        self._api: Api | None = None

    @property
    def api(self) -> Api:
        """The API as its administrator."""
        assert self._api is not None, "not started"
        return self._api

    def start(self, variables: Mapping[str, str] | None = None) -> None:
        """Bring everything up; `variables` are those of every container. Raises `Unavailable`."""
        if os.geteuid() != 0:
            raise Unavailable(
                "containers need mounts of their own: run this as root, or in a container of yours"
            )
        self.shared.mkdir()
        self.shared.chmod(0o777)
        try:
            self._api = self.cluster.start()
            prepare(self.api)
            self._admit_worker()
            self._start_node(variables or {})
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End every process, by its id."""
        if self.node is not None:
            self.node.send_signal(signal.SIGTERM)
            self.node.wait()
        if self._api is not None:
            self._api.close()
        self.cluster.stop()

    def bound(self) -> list[Object]:
        """Every pod that was given to the node, as it was asked for."""
        file = self.folder / "bound.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.is_file() else []

    def _admit_worker(self) -> None:
        """An account with a role, and a kubeconfig with its token."""
        add_account(self.api, WORKER)
        roles = f"/apis/rbac.authorization.k8s.io/v1/namespaces/{NAMESPACE}"
        name = {"metadata": {"name": WORKER}}
        self.api.create(f"{roles}/roles", {**name, "rules": RULES})
        role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": WORKER}
        subject = {"kind": "ServiceAccount", "name": WORKER, "namespace": NAMESPACE}
        self.api.create(f"{roles}/rolebindings", {**name, "roleRef": role, "subjects": [subject]})
        path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{WORKER}/token"
        token = self.api.create(path, {"spec": {"expirationSeconds": 86400}})["status"]["token"]
        self.kubeconfig.write_text(json.dumps(kubeconfig(self.cluster.admin, token)))

    def _start_node(self, variables: Mapping[str, str]) -> None:
        access = self.cluster.admin
        settings = {
            "port": access.port,
            "authority": str(access.authority),
            "token": access.token,
            "folder": str(self.folder / "pods"),
            "bound": str(self.folder / "bound.jsonl"),
            "shared": str(self.shared),
            "variables": dict(variables),
            "slots": SLOTS,
        }
        (self.folder / "settings.json").write_text(json.dumps(settings))
        command = [sys.executable, "-m", "tests.engines.pods", str(self.folder / "settings.json")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        with (self.folder / "node.log").open("ab") as log:
            self.node = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=environment)


def kubeconfig(access: Access, token: str) -> Object:
    """A kubeconfig; JSON is YAML."""
    cluster = {"server": f"https://127.0.0.1:{access.port}", "certificate-authority": str(access.authority)}
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "test", "cluster": cluster}],
        "users": [{"name": WORKER, "user": {"token": token}}],
        "contexts": [
            {"name": "test", "context": {"cluster": "test", "user": WORKER, "namespace": NAMESPACE}}
        ],
        "current-context": "test",
    }
