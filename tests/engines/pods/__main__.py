"""`python -m tests.engines.pods SETTINGS`: bind pods, run them, serve the API server, until ended."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import cast

from tests.engines.argo.kube.api import ApiError, Object
from tests.engines.argo.kube.setup import NODE
from tests.engines.argo.node.__main__ import Agent, node_of
from tests.engines.pods.kubelet import serve
from tests.engines.pods.pod import PlainPod


class Node(Agent):
    """Scheduler and kubelet of a cluster of one node."""

    kind = PlainPod
    bound: Path
    """Gets a line for each pod, as it was asked for."""

    def find(self, name: str) -> PlainPod | None:
        """A pod by its name; names are not used twice here."""
        found = [pod for pod in self.pods.values() if pod.pod["metadata"]["name"] == name]
        return cast("PlainPod", found[-1]) if found else None

    def join(self, port: int) -> None:
        """Say where the kubelet is."""
        here = [{"type": "InternalIP", "address": "127.0.0.1"}]
        status = {"addresses": here, "daemonEndpoints": {"kubeletEndpoint": {"Port": port}}}
        self.node.api.merge(f"/api/v1/nodes/{NODE}/status", {"status": status})

    def bind(self) -> None:
        """Put every pod that has no node on this one, for ever."""
        while True:
            found = self.node.api.get("/api/v1/pods", fieldSelector="spec.nodeName=")
            for pod in found["items"]:
                self._bind(pod)
            version = found["metadata"]["resourceVersion"]
            for event in self.node.api.watch("/api/v1/pods", version, fieldSelector="spec.nodeName="):
                if event["type"] == "ERROR":
                    break
                if event["type"] == "ADDED":
                    self._bind(event["object"])

    def _bind(self, pod: Object) -> None:
        metadata = pod["metadata"]
        path = f"/api/v1/namespaces/{metadata['namespace']}/pods/{metadata['name']}/binding"
        target = {"kind": "Node", "name": NODE}
        try:
            self.node.api.create(path, {"metadata": {"name": metadata["name"]}, "target": target})
            with self.bound.open("a") as file:
                file.write(json.dumps(pod) + "\n")
        except ApiError as error:
            if error.code not in (404, 409):
                raise


def main(file: str) -> None:
    """`file` is JSON: the settings of the node."""
    settings = json.loads(Path(file).read_text())
    node = Node(node_of(settings))
    node.bound = Path(settings["bound"])
    signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    node.join(serve(Path(settings["authority"]), node.find))
    threading.Thread(target=node.bind, daemon=True).start()
    node.work()


if __name__ == "__main__":
    main(sys.argv[1])
