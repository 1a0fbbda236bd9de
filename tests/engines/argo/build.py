"""`python -m tests.engines.argo.build`: build etcd and kube-apiserver from the Go module in this folder, once.

The binaries go to a cache outside the tree, in a folder named after the sources that they are made from. Exit
status `UNAVAILABLE` when they cannot be built here: Go is missing, or a module is not to be had.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests.conformance.protocol import Unavailable

HERE = Path(__file__).resolve().parent
BINARIES = {"etcd": "./cmd/etcd", "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver"}
UNAVAILABLE = 3
"""The exit status of everything that needs this engine where it is not to be had."""


def binaries() -> Path:
    """The folder of the binaries, built if need be; one process builds, others wait. Raises `Unavailable`."""
    folder = _cache() / f"argo-{_digest()}"
    if not _is_complete(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is_complete(folder):
                _build(folder)
    return folder


def is_built() -> bool:
    """Whether the binaries are there already."""
    return _is_complete(_cache() / f"argo-{_digest()}")


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flowc-engines"


def _digest() -> str:
    files = [HERE / "go.mod", HERE / "go.sum", *sorted((HERE / "cmd").rglob("*.go"))]
    return sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in BINARIES)


def _build(folder: Path) -> None:
    go = shutil.which("go")
    if go is None:
        raise Unavailable("Go is not installed; see the version in tests/engines/argo/go.mod")
    for name, package in BINARIES.items():
        print(f"building {name} (minutes, once)", file=sys.stderr, flush=True)
        made = folder / f"{name}.new"
        command = [go, "build", "-p", "2", "-trimpath", "-ldflags", _linked(), "-o", str(made), package]
        done = subprocess.run(
            command, cwd=HERE, env=_environment(), stderr=subprocess.PIPE, text=True, check=False
        )
        if done.returncode != 0:
            raise Unavailable(f"{name} cannot be built:\n{done.stderr[-2000:].strip()}")
        made.rename(folder / name)


def _environment() -> dict[str, str]:
    """Static binaries, and exactly the modules that go.sum names."""
    return {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly", "GOWORK": "off"}


def _linked() -> str:
    """The version that the API server reports, which a build from the module alone would lack."""
    (version,) = [
        line.split()[1]
        for line in (HERE / "go.mod").read_text().splitlines()
        if "k8s.io/kubernetes v" in line
    ]
    return f"-s -w -X k8s.io/component-base/version.gitVersion={version}"


if __name__ == "__main__":
    try:
        print(binaries())
    except Unavailable as reason:
        print(f"build: {reason}", file=sys.stderr)
        sys.exit(UNAVAILABLE)
