"""One pod from its start to its end, in a thread of its own."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.engines.argo.kube.api import Api, ApiError, Object
from tests.engines.argo.node.container import Container, Start, stamp, waiting
from tests.engines.argo.node.environment import command_of, environment_of
from tests.engines.argo.node.image import Image
from tests.engines.argo.node.report import report
from tests.engines.argo.node.volumes import NotReady, Volumes

MAIN = "main"
WAIT = "wait"
DEADLINE = "Pod was active on the node longer than the specified deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What pods share."""

    api: Api
    image: Image
    folder: Path
    slots: AbstractContextManager[object]
    """Held while containers run: how many do so at once."""
    token: Callable[[str], str]


class Pod:
    """Runs the container `main`; then, as the container `wait`, reports its outputs. Statuses are a kubelet's."""

    def __init__(self, node: Node, pod: Object) -> None:
        self.node = node
        self.pod = pod
        self.folder = node.folder / str(pod["metadata"]["uid"])
        self.path = f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods/{pod['metadata']['name']}"
        self.containers = {one["name"]: one for one in pod["spec"]["containers"]}
        self.deleted = threading.Event()
        self.grace = float(pod["spec"].get("terminationGracePeriodSeconds", 30))

    def delete(self, pod: Object) -> None:
        """Somebody wants the pod gone."""
        self.grace = float(pod["metadata"].get("deletionGracePeriodSeconds", self.grace))
        self.deleted.set()

    def run(self) -> None:
        """The whole life of the pod."""
        self.folder.mkdir()
        try:
            with self.node.slots:
                if not self.deleted.is_set():
                    self._live()
            if self.deleted.is_set():
                self.remove()
        except ApiError as error:
            if error.code != 404:
                raise
        finally:
            shutil.rmtree(self.folder / "volumes", ignore_errors=True)

    def remove(self) -> None:
        """Take the object away, once nothing of it runs."""
        uid = {"uid": self.pod["metadata"]["uid"]}
        body = {"gracePeriodSeconds": 0, "preconditions": uid}
        with suppress(ApiError):
            self.node.api.call("DELETE", self.path, json.dumps(body).encode())

    def _live(self) -> None:
        began = time.monotonic()
        started = self._start(began)
        if started is None:
            return
        container, volumes, folders = started
        self._patch("Running", {MAIN: container.status(self._image(MAIN))})
        late = self._watch(container, began)
        if late:
            statuses = {MAIN: container.status(self._image(MAIN))}
            self._patch("Failed", statuses, reason="DeadlineExceeded", message=DEADLINE)
            return
        self._finish(container, volumes, folders)

    def _start(self, began: float) -> tuple[Container, Volumes, dict[str, Path]] | None:
        """Start `main` when all that it needs is there; None when the time, or the pod, is over before."""
        volumes = Volumes(self.node.api, self.pod, self.folder, self.node.token)
        while not self.deleted.is_set():
            try:
                folders = volumes.make()
                return (
                    Container(self._start_of(MAIN, volumes, folders), self.node.image, self.folder),
                    volumes,
                    folders,
                )
            except NotReady as lack:
                self._patch("Pending", {MAIN: waiting(MAIN, self._image(MAIN), lack.reason, str(lack))})
            if self._left(began) <= 0:
                self._patch("Failed", {}, reason="DeadlineExceeded", message=DEADLINE)
                return None
            self.deleted.wait(0.5)
        return None

    def _start_of(self, name: str, volumes: Volumes, folders: dict[str, Path]) -> Start:
        container = self.containers[name]
        variables = environment_of(container, volumes, self.node.image.environment())
        mounts = [
            (str(folders[one["name"]]), one["mountPath"], not one.get("readOnly", False))
            for one in container.get("volumeMounts", [])
        ]
        return Start(
            name=name,
            command=command_of(container, variables),
            environment=variables,
            mounts=mounts,
            security=_security(self.pod, container),
            folder=container.get("workingDir", "/"),
        )

    def _watch(self, container: Container, began: float) -> bool:
        """Until the container has ended; whether that was by the deadline."""
        while not container.wait(0.02 if time.monotonic() - began < 2 else 0.1):
            if self.deleted.is_set():
                container.end(self.grace)
            elif self._left(began) <= 0:
                container.end(self.grace)
                return True
        return False

    def _finish(self, container: Container, volumes: Volumes, folders: dict[str, Path]) -> None:
        """The container `wait` reports to Argo with the rights of the pod's own account."""
        own = container.status(self._image(MAIN))
        if WAIT not in self.containers:
            self._patch("Succeeded" if container.code == 0 else "Failed", {MAIN: own})
            return
        failure = report(
            self.pod, self._start_of(WAIT, volumes, folders), container.code, self.node.api.access
        )
        code = 0 if failure is None else 1
        ended = {"exitCode": code, "reason": "Error" if code else "Completed", "message": failure or ""}
        times = {"startedAt": container.started, "finishedAt": stamp()}
        other = {**own, "name": WAIT, "image": self._image(WAIT), "state": {"terminated": {**ended, **times}}}
        phase = "Succeeded" if container.code == 0 and code == 0 else "Failed"
        self._patch(phase, {MAIN: own, WAIT: other})

    def _left(self, began: float) -> float:
        limit = self.pod["spec"].get("activeDeadlineSeconds")
        return float("inf") if limit is None else float(limit) - (time.monotonic() - began)

    def _image(self, name: str) -> str:
        image: str = self.containers[name]["image"]
        return image

    def _patch(self, phase: str, statuses: dict[str, Object], **words: str) -> None:
        for name, one in self.containers.items():
            statuses.setdefault(name, waiting(name, one["image"], "ContainerCreating"))
            if phase == "Running" and name == WAIT:
                statuses[name]["state"] = {"running": {"startedAt": stamp()}}
        status = {"phase": phase, "containerStatuses": list(statuses.values()), "startTime": stamp(), **words}
        self.node.api.merge(f"{self.path}/status", {"status": status})


def _security(pod: Object, container: Object) -> dict[str, int | list[int]]:
    context = {**pod["spec"].get("securityContext", {}), **container.get("securityContext", {})}
    user = context.get("runAsUser", 0)
    groups = [context["fsGroup"]] if "fsGroup" in context else []
    return {"user": user, "group": context.get("runAsGroup", 0), "groups": groups}
