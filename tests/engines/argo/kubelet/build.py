"""`python -m tests.engines.argo.kubelet.build`: build the kubelet, once, and fetch containerd and runc.

The kubelet, the network plugins and the pause program are built from the Go module in `module/`. containerd and
runc are those of the distribution: runc needs a C compiler and libseccomp. Their packages are unpacked, not
installed, so that no service is started.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.protocol import Unavailable
from tests.engines.argo import build
from tests.engines.argo.module import Module

PLUGINS = "github.com/containernetworking/plugins/plugins"
MODULE = Module(
    name="kubelet",
    source=Path(__file__).resolve().parent / "module",
    programs={
        "kubelet": "k8s.io/kubernetes/cmd/kubelet",
        "loopback": f"{PLUGINS}/main/loopback",
        "ptp": f"{PLUGINS}/main/ptp",
        "host-local": f"{PLUGINS}/ipam/host-local",
        "pause": "./cmd/pause",
    },
)
PACKAGES = ("containerd", "runc")
NEEDED = ("usr/bin/containerd", "usr/bin/containerd-shim-runc-v2", "usr/bin/ctr", "usr/sbin/runc")
TOOLS = ("apt-get", "dpkg", "ip", "ldd", "mount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """Folders: `built` has the kubelet and the plugins, `unpacked` the packages of the distribution."""

    built: Path
    unpacked: Path

    @property
    def path(self) -> str:
        """Where containerd finds its shim and runc."""
        return f"{self.unpacked}/usr/bin:{self.unpacked}/usr/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


def programs() -> Programs:
    """Everything, built and fetched if need be. Raises `Unavailable`."""
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    if lacking:
        raise Unavailable(f"a kubelet needs {', '.join(lacking)} here")
    built = MODULE.built()
    unpacked = built / "packages"
    with (built / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_unpacked():
            _fetch(built / "downloaded", unpacked)
    return Programs(built=built, unpacked=unpacked)


def is_built() -> bool:
    """Whether everything is there already."""
    return MODULE.is_built() and _is_unpacked()


def _is_unpacked() -> bool:
    return all((MODULE.folder / "packages" / name).is_file() for name in NEEDED)


def _fetch(downloaded: Path, unpacked: Path) -> None:
    print(f"fetching {' and '.join(PACKAGES)} (once)", file=sys.stderr, flush=True)
    shutil.rmtree(downloaded, ignore_errors=True)
    downloaded.mkdir()
    command = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", *PACKAGES]
    done = subprocess.run(command, cwd=downloaded, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"containerd and runc cannot be fetched (apt-get update?): {done.stderr.strip()}")
    for package in sorted(downloaded.glob("*.deb")):
        subprocess.run(["dpkg", "-x", package, unpacked], check=True)
    shutil.rmtree(downloaded)


if __name__ == "__main__":
    try:
        print(programs().built)
    except Unavailable as reason:
        print(f"build: {reason}", file=sys.stderr)
        sys.exit(build.UNAVAILABLE)
