"""The pods of the namespace as a watch has shown them."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Container, Iterable

from tests.engines.argo.kube.api import Api, ApiError, Object

ENDED = ("Succeeded", "Failed")


class Seen:
    """By name: the last state of every pod; None for one that went before it had ended."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.pods: dict[str, Object | None] = {}

    def pod(self, name: str) -> Object | None:
        """The last state of a pod."""
        with self.changed:
            return self.pods[name]

    def put(self, pod: Object) -> None:
        """A pod that was just made; what the watch has shown of it meanwhile is newer."""
        metadata = pod["metadata"]
        with self.changed:
            known = self.pods.get(metadata["name"])
            if known is None or known["metadata"]["uid"] != metadata["uid"]:
                self.pods[metadata["name"]] = pod

    def ended(self, names: Iterable[str], seconds: float) -> list[str]:
        """Those of the pods that have ended, as soon as there are any, or none when the time is over."""
        wanted = list(names)
        end = time.monotonic() + seconds
        with self.changed:
            while True:
                found = [name for name in wanted if name in self.pods and _has_ended(self.pods[name])]
                left = end - time.monotonic()
                if found or left <= 0:
                    return found
                self.changed.wait(left)

    def follow(self, api: Api, path: str) -> None:
        """List and watch, for ever."""
        while True:
            try:
                listed = api.get(path)
                self._replace(listed["items"])
                for event in api.watch(path, listed["metadata"]["resourceVersion"]):
                    if event["type"] == "ERROR":
                        break
                    self._see(event["type"], event["object"])
            except (OSError, ApiError, ValueError) as error:
                print(f"controller: the watch ended: {error}", file=sys.stderr, flush=True)
                time.sleep(0.2)

    def _replace(self, pods: list[Object]) -> None:
        with self.changed:
            present: Container[str] = {pod["metadata"]["name"] for pod in pods}
            for name, known in self.pods.items():
                if name not in present and not _has_ended(known):
                    self.pods[name] = None
            self.pods |= {pod["metadata"]["name"]: pod for pod in pods}
            self.changed.notify_all()

    def _see(self, kind: str, pod: Object) -> None:
        with self.changed:
            name = pod["metadata"].get("name", "")
            if kind == "DELETED":
                self.pods[name] = pod if _has_ended(pod) else None
            elif kind in ("ADDED", "MODIFIED"):
                self.pods[name] = pod
            self.changed.notify_all()


def _has_ended(pod: Object | None) -> bool:
    return pod is None or pod.get("status", {}).get("phase") in ENDED
