"""API server, node and stand-in for the controller: everything up, everything down."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conformance.protocol import Unavailable
from tests.engines.argo.build import binaries
from tests.engines.argo.kube.api import Api, Object
from tests.engines.argo.kube.cluster import Cluster
from tests.engines.argo.kube.setup import NAMESPACE, apply_all, prepare

ROOT = Path(__file__).resolve().parents[3]
SLOTS = 4
"""Pods that run at once: twice the processors of a small machine."""
WORKFLOWS = f"/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/workflows"


class Engine:
    """One engine below one folder; every process of it is ended by `stop`."""

    parts: tuple[str, ...] = ("node", "standin")
    """What runs beside the API server, each a package of this folder, in the order in which they are started."""

    def __init__(self) -> None:
        self.folder = Path()
        self.cluster: Cluster | None = None
        self._api: Api | None = None
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.settings: dict[str, Any] = {}
        """More for the settings of the node; see `node/__main__.py`."""

    @property
    def api(self) -> Api:
        """The API as its administrator."""
        assert self._api is not None, "the engine has not been started"
        return self._api

    @property
    def shared(self) -> Path:
        """The folder that all containers have at `tests.engines.argo.node.image.SHARED`."""
        return self.folder / "shared"

    def start(self, folder: Path, variables: Mapping[str, str] | None = None) -> None:
        """Bring everything up. Raises `Unavailable`."""
        if os.geteuid() != 0:
            raise Unavailable(
                "containers need mounts of their own: run this as root, or in a container of yours"
            )
        self.folder = folder
        self.shared.mkdir()
        self.shared.chmod(0o777)
        self.cluster = self.new_cluster()
        try:
            self._api = self.cluster.start()
            prepare(self.api)
            apply_all(self.api, rbac())
            self.start_parts(variables or {})
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End every process, by its id."""
        for name in reversed(self.parts):
            self.end_process(name)
        if self._api is not None:
            self._api.close()
        if self.cluster is not None:
            self.cluster.stop()

    def new_cluster(self) -> Cluster:
        """The API server, which has not been started."""
        return Cluster(binaries(), self.folder / "cluster")

    def start_parts(self, variables: Mapping[str, str]) -> None:
        """Start every part with its settings."""
        for part in self.parts:
            file = self.folder / f"{part}.json"
            file.touch(0o600)
            file.write_text(json.dumps(self.settings_of(part, variables)))
            self.start_process(part)

    def start_process(self, name: str) -> None:
        """Start a part."""
        with (self.folder / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", f"tests.engines.argo.{name}", str(self.folder / f"{name}.json")]
            environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
            self.processes[name] = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=ROOT, env=environment
            )

    def end_process(self, name: str, number: int = signal.SIGTERM) -> None:
        """End a part with a signal."""
        process = self.processes.pop(name, None)
        if process is not None:
            process.send_signal(number)
            process.wait()

    def submit(self, workflow: Object) -> Object:
        """Create a Workflow."""
        return self.api.create(WORKFLOWS, workflow)

    def workflow(self, name: str) -> Object:
        """A Workflow."""
        return self.api.get(f"{WORKFLOWS}/{name}")

    def phase(self, name: str) -> str:
        """The phase of a Workflow, "" before it has one."""
        phase: str = self.workflow(name).get("status", {}).get("phase", "")
        return phase

    def settings_of(self, part: str, variables: Mapping[str, str]) -> dict[str, Any]:
        """What a part is told. `variables` are those of every container."""
        assert self.cluster is not None
        access = self.cluster.admin
        return {
            "port": access.port,
            "authority": str(access.authority),
            "token": access.token,
            "folder": str(self.folder / "pods"),
            "shared": str(self.shared),
            "variables": dict(variables),
            "slots": SLOTS,
            **self.settings,
        }


def rbac() -> str:
    """What `flowc compile --emit rbac` prints."""
    flow = ROOT / "golden" / "hello" / "flow.py"
    command = [sys.executable, "-m", "flowc", "compile", str(flow), "--target", "argo", "--emit", "rbac"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
