"""The server's process, and clients of it: what a test has in its hands."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.engines.step_functions.faults import FaultList
from tests.engines.step_functions.image import build_image

ROOT = Path(__file__).resolve().parents[3]
BUCKET = "artifacts"
ACCOUNT = "123456789012"
SECONDS_TO_START = 60.0


class Cloud:
    """S3, Batch, ECS, Step Functions, Scheduler, EventBridge and IAM on a port of this machine."""

    def __init__(self, folder: Path, without: tuple[str, ...] = ()) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        build_image(folder / "image")
        self._clients: list[Any] = []
        words = (str(folder), *(("--without", *without) if without else ()))
        with (folder / "server.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.engines.step_functions.server", *words],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.endpoint = f"http://127.0.0.1:{self._port()}"

    def _port(self) -> str:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            if (self.folder / "port").is_file():
                return (self.folder / "port").read_text()
            time.sleep(0.02)
        self.stop()
        raise RuntimeError(f"the server did not start: {(self.folder / 'server.log').read_text()}")

    def stop(self) -> None:
        """End the server, by its process."""
        for client in self._clients:
            client.close()
        self.process.kill()
        self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        for process in self._containers():
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)

    def _containers(self) -> Iterator[int]:
        """Processes that run in this cloud's image: nobody is left to end them."""
        mark = f"PATH={self.folder / 'image' / 'bin'}:".encode()
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes():
                    yield int(entry.name)

    def client(self, service: str, key: str = "operator") -> Any:
        """A boto3 client; what it does is recorded under the key."""
        import boto3

        client = boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key="secret",
        )
        self._clients.append(client)
        return client

    @cached_property
    def states(self) -> Any:
        """Step Functions."""
        return self.client("stepfunctions")

    @cached_property
    def s3(self) -> Any:
        """S3."""
        return self.client("s3")

    @cached_property
    def faults(self) -> FaultList:
        """What is to break."""
        return FaultList(self.folder / "faults.json")

    def variables(self) -> Mapping[str, str]:
        """The environment in which the store and boto3 find this cloud."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "operator",
            "AWS_SECRET_ACCESS_KEY": "secret",
        }

    def calls(self) -> list[Mapping[str, Any]]:
        """Every call so far: `key`, `action`, `resource`."""
        return [json.loads(line) for line in self._lines("calls.jsonl")]

    def jobs(self) -> list[Mapping[str, Any]]:
        """Every job that has ended: `job`, `command`, `environment`, `code`, `timed_out`."""
        return [json.loads(line) for line in self._lines("jobs.jsonl")]

    def log_of(self, job: str) -> str:
        """What a job has printed."""
        return (self.folder / "jobs" / job / "log").read_text()

    def _lines(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text().splitlines() if file.is_file() else []

    def wait(self, execution: str, seconds: float) -> Mapping[str, Any]:
        """The description of an execution that has ended. Raises TimeoutError, and stops it."""
        deadline = time.monotonic() + seconds
        pause = 0.02
        while time.monotonic() < deadline:
            found: Mapping[str, Any] = self.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return found
            time.sleep(pause)
            pause = min(0.2, pause * 1.5)
        self.states.stop_execution(executionArn=execution)
        raise TimeoutError(f"{execution} has not ended in {seconds} s")

    def history(self, execution: str) -> list[Mapping[str, Any]]:
        """The events of an execution."""
        events: list[Mapping[str, Any]] = self.states.get_execution_history(
            executionArn=execution, maxResults=1000
        )["events"]
        return events


@contextmanager
def running(folder: Path, without: tuple[str, ...] = ()) -> Iterator[Cloud]:
    """A cloud for the time of a test."""
    cloud = Cloud(folder, without)
    try:
        yield cloud
    finally:
        cloud.stop()
