"""A Kubernetes API server with a node, for pods that Airflow asks for: see `tests/engines/argo/README.md`.

The API server, its admission (PodSecurity `restricted`) and its storage are real; the node runs containers as
processes, and a thread here binds pods to it. There is no kubelet to ask: no logs through the API, and nothing can
be executed in a container, so that the sidecar of XComs cannot be read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from tests.engines.argo.build import binaries
from tests.engines.argo.engine import ROOT
from tests.engines.argo.kube.api import Api, ApiError, Object
from tests.engines.argo.kube.cluster import Cluster
from tests.engines.argo.kube.setup import NAMESPACE, NODE, prepare

KUBECONFIG = """\
apiVersion: v1
kind: Config
clusters: [{{name: c, cluster: {{server: "https://127.0.0.1:{port}", certificate-authority: "{authority}"}}}}]
contexts: [{{name: c, context: {{cluster: c, user: u}}}}]
users: [{{name: u, user: {{token: "{token}"}}}}]
current-context: c
"""
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
SLOTS = 2


class PodsCluster:
    """Everything below one folder; `seen` has each pod as it was created, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shared = folder / "shared"
        self.kubeconfig = folder / "kubeconfig"
        self.seen: dict[str, Object] = {}
        self._cluster = Cluster(binaries(), folder / "cluster")
        self._api: Api | None = None
        self._node: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()

    def start(self) -> None:
        """Bring everything up. Raises `Unavailable`."""
        self.shared.mkdir(parents=True)
        self.shared.chmod(0o777)
        self._api = self._cluster.start()
        prepare(self._api)
        access = self._cluster.admin
        settings = {
            "port": access.port,
            "authority": str(access.authority),
            "token": access.token,
            "folder": str(self.folder / "pods"),
            "shared": str(self.shared),
            "variables": {},
            "slots": SLOTS,
        }
        (self.folder / "settings.json").write_text(json.dumps(settings))
        self.kubeconfig.write_text(KUBECONFIG.format(**settings))
        command = [sys.executable, "-m", "tests.engines.airflow.node", str(self.folder / "settings.json")]
        with (self.folder / "node.log").open("wb") as log:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            self._node = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=environment)
        self._binder = threading.Thread(target=self._bind, args=(self._api,), daemon=True)
        self._binder.start()

    def stop(self) -> None:
        """End every process, by its id."""
        self._over.set()
        if self._node is not None:
            self._binder.join()
            self._node.terminate()
            self._node.wait()
        if self._api is not None:
            self._api.close()
        self._cluster.stop()

    def _bind(self, api: Api) -> None:
        """Give each new pod to the node, as a scheduler does."""
        while not self._over.wait(0.1):
            for pod in api.get(PODS, fieldSelector="spec.nodeName=")["items"]:
                name = pod["metadata"]["name"]
                self.seen[name] = pod
                target = {"kind": "Node", "name": NODE}
                try:
                    api.create(f"{PODS}/{name}/binding", {"metadata": {"name": name}, "target": target})
                except ApiError as error:
                    if error.code not in (404, 409):
                        raise
