"""One container of a pod: a process, and its state in the words of the Kubernetes API."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.engines.argo.kube.api import Object
from tests.engines.argo.node.image import Image

LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Everything that a container is made of."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    mounts: Sequence[tuple[str, str, bool]]
    security: Mapping[str, int]
    folder: str


class Container:
    """A container that was started. Its output goes to `<name>.log` in the pod's folder."""

    def __init__(self, start: Start, image: Image, folder: Path) -> None:
        self.name = start.name
        self.log = folder / f"{start.name}.log"
        self.started = stamp()
        self.ended: str | None = None
        root = folder / f"{start.name}.root"
        root.mkdir()
        spec = folder / f"{start.name}.json"
        spec.write_text(json.dumps(_spec(start, image, str(root))))
        with self.log.open("ab") as log:
            command = [sys.executable, "-I", "-S", str(LAUNCH), str(spec)]
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
            )

    def wait(self, seconds: float | None) -> bool:
        """Whether it has ended in this time."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        self.ended = self.ended or stamp()
        return True

    def end(self, grace: float) -> None:
        """SIGTERM, some time, SIGKILL: to process 1 of the container, and so to all of it."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGTERM)
            if not self.wait(grace):
                self.kill()

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.wait(None)

    @property
    def code(self) -> int:
        """The exit code, once it has ended."""
        code = self.process.returncode
        return 128 - code if code < 0 else code

    def status(self, image: str) -> Object:
        """The entry of `containerStatuses`."""
        return {**_status(self.name, image), "state": self._state(), "started": self.ended is None}

    def _state(self) -> Object:
        if self.ended is None:
            return {"running": {"startedAt": self.started}}
        reason = "Completed" if self.code == 0 else "Error"
        times = {"startedAt": self.started, "finishedAt": self.ended}
        return {"terminated": {"exitCode": self.code, "reason": reason, **times}}


def waiting(name: str, image: str, reason: str, message: str = "") -> Object:
    """The entry of a container that has not been started."""
    return {**_status(name, image), "state": {"waiting": {"reason": reason, "message": message}}}


def stamp() -> str:
    """Now, as the Kubernetes API writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _status(name: str, image: str) -> Object:
    return {"name": name, "image": image, "imageID": "", "ready": False, "restartCount": 0}


def _spec(start: Start, image: Image, root: str) -> Object:
    mounts = [(source, target, writable) for source, target, writable in start.mounts]
    return {
        "root": root,
        "links": image.links(),
        "binds": [*image.binds(), *mounts],
        "command": list(start.command),
        "environment": dict(start.environment),
        "folder": start.folder,
        **start.security,
    }
