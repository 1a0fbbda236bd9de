"""etcd and kube-apiserver, started on free ports of loopback and stopped by process id."""

from __future__ import annotations

import contextlib
import secrets
import signal
import socket
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from tests.engines.argo.kube.api import Access, Api, ApiError

SECONDS = 120.0
"""How long the API server may take to be ready; it is seconds, where nothing else runs."""

TRIES = 3
"""How often to begin: between choosing a free port and listening on it, somebody else may take it."""


class Ended(Exception):  # noqa: N818 - it names what happened
    """A process of the cluster ended as it started."""


class Cluster:
    """One API server with nothing in it. Authorisation is RBAC; the user of `admin` is in `system:masters`.

    `options` are more of the API server's; `users` are further lines of its file of tokens.
    """

    def __init__(
        self, binaries: Path, folder: Path, options: tuple[str, ...] = (), users: tuple[str, ...] = ()
    ) -> None:
        self.binaries = binaries
        self.folder = folder
        self.options = options
        self.users = users
        self.processes: list[subprocess.Popen[bytes]] = []
        self.admin = Access(0, folder / "certificates" / "apiserver.crt", secrets.token_hex(16))

    def start(self) -> Api:
        """Bring both up, and wait until the API server says that it is ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _keys(self.folder)
        tokens = self.folder / "tokens.csv"
        users = (f'{self.admin.token},admin,admin,"system:masters"', *self.users)
        tokens.write_text("".join(f"{user}\n" for user in users))
        for _ in range(TRIES):
            try:
                return self._start()
            except Ended as end:
                self.stop()
                last = end
        raise last

    def _start(self) -> Api:
        client, peer = free_port(), free_port()
        self.admin = replace(self.admin, port=free_port())
        self._spawn("etcd", *_etcd(self.folder, client, peer))
        self._spawn("kube-apiserver", *_apiserver(self.folder, client, self.admin.port), *self.options)
        return self._ready()

    def stop(self) -> None:
        """End both, the last one started first."""
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def _spawn(self, name: str, *words: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            command = [str(self.binaries / name), *words]
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder))

    def _ready(self) -> Api:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for process in self.processes:
                if process.poll() is not None:
                    raise Ended(f"{process.args} ended with {process.returncode}; see {self.folder}")
            if _is_whole(self.admin.authority):
                api = Api(self.admin)
                with contextlib.suppress(OSError, ApiError, ValueError):
                    api.get("/readyz")
                    return api
                api.close()
            time.sleep(0.1)
        raise TimeoutError(f"the API server is not ready after {SECONDS} s; see {self.folder}")


def _is_whole(file: Path) -> bool:
    """Whether certificates are there; the server may be in the midst of writing them."""
    return file.is_file() and file.read_text().rstrip().endswith("-----END CERTIFICATE-----")


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _keys(folder: Path) -> None:
    """The pair that service-account tokens are signed with."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "accounts.key").write_bytes(private)
    (folder / "accounts.pub").write_bytes(public)


def _etcd(folder: Path, client: int, peer: int) -> tuple[str, ...]:
    here, there = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
    return (
        *(f"--data-dir={folder / 'etcd'}", "--unsafe-no-fsync", "--log-level=warn"),
        *(f"--listen-client-urls={here}", f"--advertise-client-urls={here}"),
        *(f"--listen-peer-urls={there}", f"--initial-advertise-peer-urls={there}"),
        f"--initial-cluster=default={there}",
    )


def _apiserver(folder: Path, etcd: int, port: int) -> tuple[str, ...]:
    return (
        f"--etcd-servers=http://127.0.0.1:{etcd}",
        *("--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", f"--secure-port={port}"),
        *(f"--cert-dir={folder / 'certificates'}", f"--token-auth-file={folder / 'tokens.csv'}"),
        "--allow-privileged=true",  # as clusters have it: the level of a namespace decides
        *("--authorization-mode=RBAC", "--service-account-issuer=https://flowc.example"),
        f"--service-account-key-file={folder / 'accounts.pub'}",
        f"--service-account-signing-key-file={folder / 'accounts.key'}",
        *("--service-cluster-ip-range=10.0.0.0/24", "--endpoint-reconciler-type=none"),
        # A priority class and taints are the scheduler's business, and there is none.
        *(
            "--disable-admission-plugins=Priority,TaintNodesByCondition",
            "--enable-priority-and-fairness=false",
        ),
    )
