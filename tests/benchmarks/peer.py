"""Metaflow as the peer: its own virtual environment, and the AWS on loopback without which it does not compile."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = ("metaflow==2.19.39", "moto[batch,ec2,iam,s3,server]==5.2.5", "kubernetes")

BUCKET, QUEUE, ROLE = "benchmark", "benchmark", "benchmark"
ROLES = ("ECS_S3_ACCESS_IAM_ROLE", "SFN_IAM_ROLE", "EVENTS_SFN_ACCESS_IAM_ROLE")
"""The settings of Metaflow that name a role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """An installed Metaflow: its interpreter, the folder of its tutorials, the environment for its commands."""

    python: Path
    tutorials: Path
    environment: dict[str, str]


@contextmanager
def running_peer() -> Iterator[Peer | None]:
    """Metaflow with S3, Batch and IAM on loopback; None, said loudly, when it cannot be installed."""
    python = _install()
    if python is None:
        yield None
        return
    port = _free_port()
    command = [str(python), "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        environment = _environment(port)
        _wait_for(port)
        _prepare(python, environment)
        yield Peer(python=python, tutorials=_tutorials(python), environment=environment)
    finally:
        server.terminate()
        server.wait()


def _install() -> Path | None:
    """A virtual environment beside other caches, made once per set of requirements."""
    base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    name = f"peer-{sys.version_info.major}.{sys.version_info.minor}-" + "-".join(REQUIREMENTS)
    folder = base / "flowc-benchmarks" / name.replace("[", "_").replace("]", "_").replace(",", "_")
    python = folder / "bin" / "python"
    if (folder / "complete").is_file():
        return python
    steps = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", *REQUIREMENTS],
    )
    for step in steps:
        if subprocess.run(step, check=False).returncode:
            print("!! Metaflow could not be installed: its columns stay empty", file=sys.stderr)
            return None
    (folder / "complete").touch()
    return python


def _tutorials(python: Path) -> Path:
    library = next((python.parent.parent / "lib").glob("python3*"))
    return library / "site-packages" / "metaflow" / "tutorials"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _environment(port: int) -> dict[str, str]:
    return {
        "METAFLOW_USER": "benchmark",
        "METAFLOW_DEFAULT_DATASTORE": "s3",
        "METAFLOW_DEFAULT_METADATA": "local",
        "METAFLOW_DATASTORE_SYSROOT_S3": f"s3://{BUCKET}/metaflow",
        "METAFLOW_BATCH_JOB_QUEUE": QUEUE,
        **{f"METAFLOW_{name}": f"arn:aws:iam::123456789012:role/{ROLE}" for name in ROLES},
        "METAFLOW_SFN_DYNAMO_DB_TABLE": "benchmark",
        "METAFLOW_S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


def _prepare(python: Path, environment: dict[str, str]) -> None:
    words = [str(python), str(Path(__file__).parent / "cloud.py"), BUCKET, QUEUE, ROLE]
    subprocess.run(words, check=True, env={**os.environ, **environment})
