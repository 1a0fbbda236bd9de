"""A pod with any containers, beside each other from their start to the end of the last."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from tests.engines.argo.kube.api import Object
from tests.engines.argo.node.container import Container, waiting
from tests.engines.argo.node.pod import Node, Pod
from tests.engines.argo.node.volumes import NotReady, Volumes


class PlainPod(Pod):
    """Deletion ends all containers; there are no restarts, no init containers and no deadline."""

    def __init__(self, node: Node, pod: Object) -> None:
        super().__init__(node, pod)
        self.running: dict[str, Container] = {}
        self.told: dict[str, threading.Event] = {name: threading.Event() for name in self.containers}
        """Set when the end of a container is in the pod's status, or never will be."""

    def _live(self) -> None:
        try:
            if self._begin():
                self._tell()
                while not self._all_told():
                    self._look()
        finally:
            for event in self.told.values():
                event.set()

    def _begin(self) -> bool:
        """Start all containers when what they need is there; false when the pod is deleted before."""
        volumes = Volumes(self.node.api, self.pod, self.folder, self.node.token)
        while not self.deleted.is_set():
            try:
                folders = volumes.make()
                self._start_all(volumes, folders)
                return True
            except NotReady as lack:
                states = {
                    name: waiting(name, self._image(name), lack.reason, str(lack)) for name in self.containers
                }
                self._patch("Pending", states)
            self.deleted.wait(0.5)
        return False

    def _start_all(self, volumes: Volumes, folders: dict[str, Path]) -> None:
        starts = [self._start_of(name, volumes, folders) for name in self.containers]
        for start in starts:
            self.running[start.name] = Container(start, self.node.image, self.folder)

    def _look(self) -> None:
        """Tell what has ended since; end what is left when the pod is to go."""
        time.sleep(0.05)
        if self.deleted.is_set():
            for container in self.running.values():
                container.end(self.grace)
        ended = [name for name, one in self.running.items() if one.wait(0) and not self.told[name].is_set()]
        if ended:
            self._tell()
            for name in ended:
                self.told[name].set()

    def _tell(self) -> None:
        containers = self.running.values()
        states = {one.name: one.status(self._image(one.name)) for one in containers}
        if any(one.ended is None for one in containers):
            self._patch("Running", states)
        else:
            self._patch("Succeeded" if all(one.code == 0 for one in containers) else "Failed", states)

    def _all_told(self) -> bool:
        return all(event.is_set() for event in self.told.values())
