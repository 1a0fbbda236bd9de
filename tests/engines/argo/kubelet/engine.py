"""API server, a real kubelet and the stand-in for the controller."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.engines.argo.build import binaries
from tests.engines.argo.engine import Engine
from tests.engines.argo.kube.cluster import Cluster
from tests.engines.argo.kube.setup import NODE
from tests.engines.argo.kubelet import cgroups
from tests.engines.argo.kubelet.build import programs
from tests.engines.argo.kubelet.contents import images
from tests.engines.argo.kubelet.image import archive
from tests.engines.argo.kubelet.settings import API_PORT, LINKS, SERVICES, Settings

SECONDS = 120.0
"""How long the node may take to be ready; it is seconds, where nothing else runs."""
OPTIONS = (  # the modes of authorization add up
    f"--service-cluster-ip-range={SERVICES}",
    "--authorization-mode=Node",
    "--enable-admission-plugins=NodeRestriction",
)


class KubeletEngine(Engine):
    """`ports` of loopback are reached by pods, too, at the gateway."""

    parts = ("kubelet", "standin")

    def __init__(self, ports: Sequence[int] = ()) -> None:
        super().__init__()
        self.ports = ports
        self.token = secrets.token_hex(16)
        self.cgroup = f"flowc-kubelet-{os.getpid()}"

    @property
    def node(self) -> Path:
        """The folder of the node."""
        return self.folder / "node"

    def new_cluster(self) -> Cluster:
        """The kubelet is a user like those of other clusters: it may do what a node may."""
        users = (f'{self.token},system:node:{NODE},node,"system:nodes"',)
        return Cluster(binaries(), self.folder / "cluster", OPTIONS, users)

    def start_parts(self, variables: Mapping[str, str]) -> None:
        """The node first: nothing can run before it is ready."""
        self.node.mkdir()
        found = programs()
        archive(images(found.built / "pause", variables), self.node / "images.tar")
        super().start_parts(variables)
        self._until_ready()

    def settings_of(self, part: str, variables: Mapping[str, str]) -> dict[str, Any]:
        """The stand-in has to make pods as Argo does, with its executor in them."""
        if part != "kubelet":
            return {**super().settings_of(part, variables), "executor": True}
        assert self.cluster is not None
        found = programs()
        settings = Settings(
            folder=str(self.node),
            built=str(found.built),
            unpacked=str(found.unpacked),
            path=found.path,
            authority=str(self.cluster.admin.authority),
            token=self.token,
            cgroup=self.cgroup,
            ports={str(API_PORT): self.cluster.admin.port, **{str(port): port for port in self.ports}},
        )
        return settings.as_json()

    def stop(self) -> None:
        """The node takes its groups away, unless it was killed."""
        super().stop()
        cgroups.remove(self.cgroup)

    def left_over(self) -> list[str]:
        """What of the node is still on this machine, which is nothing once it has been stopped."""
        mounts = Path("/proc/self/mountinfo").read_text().splitlines()
        groups = map(str, cgroups.left_over(self.cgroup))
        links = (link.name for link in Path("/sys/class/net").iterdir() if link.name in LINKS)
        return [*groups, *links, *(mount for mount in mounts if f"{self.node}/" in mount)]

    def _until_ready(self) -> None:
        end = time.monotonic() + SECONDS
        while not self._is_ready():
            ended = self.processes["kubelet"].poll()
            if ended is not None or time.monotonic() > end:
                raise RuntimeError(f"the node is not ready ({ended}); see the logs in {self.node}")
            time.sleep(0.2)

    def _is_ready(self) -> bool:
        conditions = self.api.get(f"/api/v1/nodes/{NODE}").get("status", {}).get("conditions", [])
        return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
