"""The first process of the node's namespaces: everything else of the node runs below it, and ends with it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.engines.argo.kube.setup import NODE
from tests.engines.argo.kubelet.configuration import GUARD, SOCKET, write_all
from tests.engines.argo.kubelet.relay import listen
from tests.engines.argo.kubelet.settings import GATEWAY, LINKS, Settings

SECONDS = 60.0
"""How long containerd may take to listen; it is less than one, where nothing else runs."""
OWN = ("/run", "/var/lib", "/var/log")
"""Folders of this machine in whose place the node has empty ones, in memory."""


def live(settings: Settings, parent: socket.socket) -> int:
    """Bring everything up, then wait; the exit status, when a part has ended by itself."""
    write_all(settings)
    _mount(Path(settings.folder))
    _connect()
    listeners = listen(GATEWAY, [int(port) for port in settings.ports])
    socket.send_fds(parent, [b"listening"], [listener.fileno() for listener in listeners])
    parts = [_containerd(settings)]
    _import(settings)
    parts.append(_kubelet(settings))
    return _watch({part.pid for part in parts})


def _mount(folder: Path) -> None:
    """Mounts that nobody else sees."""
    _run("mount", "--make-rprivate", "/")
    _run("mount", "-t", "proc", "proc", "/proc")
    for name in OWN:
        _run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", name)
    (folder / "guard").mkdir()
    for name, value in GUARD.items():
        file = folder / "guard" / name.replace("/", ".")
        file.write_text(f"{value}\n")
        _run("mount", "--bind", str(file), f"/proc/sys/{name}")


def _connect() -> None:
    """A network that has an address, and no way out."""
    _run("ip", "link", "set", "lo", "up")
    near, far = LINKS
    _run("ip", "link", "add", near, "type", "veth", "peer", "name", far)
    _run("ip", "address", "add", f"{GATEWAY}/32", "dev", near)
    for name in LINKS:
        _run("ip", "link", "set", name, "up")


def _containerd(settings: Settings) -> subprocess.Popen[bytes]:
    program = f"{settings.unpacked}/usr/bin/containerd"
    started = _start(settings, "containerd", program, "--config", f"{settings.folder}/containerd.toml")
    end = time.monotonic() + SECONDS
    while not Path(SOCKET).exists():
        if started.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"containerd does not listen; see {settings.folder}/containerd.log")
        time.sleep(0.02)
    return started


def _import(settings: Settings) -> None:
    program = f"{settings.unpacked}/usr/bin/ctr"
    words = ("--namespace", "k8s.io", "images", "import", f"{settings.folder}/images.tar")
    _run(program, "--address", SOCKET, *words)


def _kubelet(settings: Settings) -> subprocess.Popen[bytes]:
    folder = settings.folder
    words = (f"--config={folder}/kubelet.json", f"--kubeconfig={folder}/kubeconfig")
    own = (f"--root-dir={folder}/kubelet", f"--cert-dir={folder}/certificates")
    name = (f"--hostname-override={NODE}", f"--node-ip={GATEWAY}", "--v=2")
    return _start(settings, "kubelet", f"{settings.built}/kubelet", *words, *own, *name)


def _start(settings: Settings, name: str, *command: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PATH": settings.path}
    with Path(settings.folder, f"{name}.log").open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd="/", env=environment)


def _watch(parts: set[int]) -> int:
    """Reap what is left behind, until one of the parts ends."""
    while True:
        pid, status = os.wait()
        if pid in parts:
            print(f"node: a part of it has ended: {status}", file=sys.stderr, flush=True)
            return 1


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
