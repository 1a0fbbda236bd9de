"""The configuration of containerd, its network and the kubelet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.engines.argo.kube.setup import NODE
from tests.engines.argo.kubelet.contents import PAUSE
from tests.engines.argo.kubelet.settings import API_PORT, GATEWAY, SERVICES, Settings

SOCKET = "/run/containerd/containerd.sock"
CRI = 'plugins."io.containerd.grpc.v1.cri"'
GUARD = {
    "vm/overcommit_memory": 1,
    "vm/panic_on_oom": 0,
    "kernel/panic": 10,
    "kernel/panic_on_oops": 1,
    "kernel/keys/root_maxkeys": 1000000,
    "kernel/keys/root_maxbytes": 25000000,
}
"""What a kubelet sets for the whole machine. It is shown files with these values, and leaves the machine alone."""


def write_all(settings: Settings) -> None:
    """Write every file below the folder of the node."""
    folder = Path(settings.folder)
    (folder / "network").mkdir()
    (folder / "network" / "10-pods.conflist").write_text(json.dumps(_network()))
    (folder / "containerd.toml").write_text(_containerd(settings))
    (folder / "kubelet.json").write_text(json.dumps(_kubelet(settings)))
    (folder / "kubeconfig").touch(0o600)
    (folder / "kubeconfig").write_text(json.dumps(_access(settings)))


def _network() -> dict[str, Any]:
    """A cable from each pod to the node, and nothing beyond."""
    addresses = {
        "type": "host-local",
        "ranges": [[{"subnet": SERVICES, "gateway": GATEWAY, "rangeStart": "198.51.100.10"}]],
        "routes": [{"dst": "0.0.0.0/0"}],
        "dataDir": "/run/networks",
    }
    return {
        "cniVersion": "1.0.0",
        "name": "pods",
        "plugins": [{"type": "ptp", "ipMasq": False, "ipam": addresses}],
    }


def _containerd(settings: Settings) -> str:
    """Its state is in memory: that goes with the namespace, and layers can be stacked on it."""
    return f"""version = 2
root = "/run/containerd/root"
state = "/run/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper"]
[grpc]
address = "{SOCKET}"
[{CRI}]
sandbox_image = "{PAUSE}"
restrict_oom_score_adj = true
stream_server_address = "127.0.0.1"
[{CRI}.cni]
bin_dir = {json.dumps(settings.built)}
conf_dir = {json.dumps(settings.folder + "/network")}
[{CRI}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[{CRI}.containerd.runtimes.runc.options]
BinaryName = {json.dumps(settings.unpacked + "/usr/sbin/runc")}
SystemdCgroup = false
"""


def _kubelet(settings: Settings) -> dict[str, Any]:
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "containerRuntimeEndpoint": f"unix://{SOCKET}",
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{settings.cgroup}",
        "failCgroupV1": False,
        "failSwapOn": False,
        "makeIPTablesUtilChains": False,
        "address": "127.0.0.1",
        "healthzPort": 0,
        # Nobody but the node itself reaches the port.
        "authentication": {"anonymous": {"enabled": True}, "webhook": {"enabled": False}},
        "authorization": {"mode": "AlwaysAllow"},
        # Whatever else this machine does: no pod is evicted, and no image thrown away, for want of space.
        "evictionHard": {"memory.available": "1Mi"},
        "imageGCHighThresholdPercent": 100,
        "imageGCLowThresholdPercent": 99,
        "enableControllerAttachDetach": False,
        "podLogsDir": f"{settings.folder}/logs",
        "volumePluginDir": f"{settings.folder}/plugins",
        "resolvConf": "",
    }


def _access(settings: Settings) -> dict[str, Any]:
    server = {"server": f"https://{GATEWAY}:{API_PORT}", "certificate-authority": settings.authority}
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "tests", "cluster": server}],
        "users": [{"name": NODE, "user": {"token": settings.token}}],
        "contexts": [{"name": "tests", "context": {"cluster": "tests", "user": NODE}}],
        "current-context": "tests",
    }
