"""`python -m tests.engines.argo.node SETTINGS`: watch the pods of the node and run them, until ended."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

from tests.engines.argo.kube.api import Access, Api, ApiError, Object
from tests.engines.argo.kube.setup import NAMESPACE, NODE
from tests.engines.argo.node.image import Image
from tests.engines.argo.node.pod import Node, Pod

PODS = "/api/v1/pods"
SELECT = f"spec.nodeName={NODE}"


class Agent:
    """The pods of the node, each in a thread."""

    kind: type[Pod] = Pod

    def __init__(self, node: Node) -> None:
        self.node = node
        self.pods: dict[str, Pod] = {}

    def work(self) -> None:
        """List and watch, for ever."""
        while True:
            found = self.node.api.get(PODS, fieldSelector=SELECT)
            for pod in found["items"]:
                self._see(pod)
            try:
                self._follow(found["metadata"]["resourceVersion"])
            except (OSError, ApiError, ValueError) as error:
                print(f"node: the watch ended: {error}", file=sys.stderr, flush=True)
                time.sleep(0.2)

    def _follow(self, version: str) -> None:
        for event in self.node.api.watch(PODS, version, fieldSelector=SELECT):
            if event["type"] == "ERROR":
                return
            if event["type"] in ("ADDED", "MODIFIED"):
                self._see(event["object"])

    def _see(self, pod: Object) -> None:
        uid = pod["metadata"]["uid"]
        known = self.pods.get(uid)
        if known is None and pod.get("status", {}).get("phase", "Pending") == "Pending":
            known = self.pods[uid] = self.kind(self.node, pod)
            threading.Thread(target=known.run, name=pod["metadata"]["name"], daemon=True).start()
        if "deletionTimestamp" in pod["metadata"]:
            known = known or self.kind(self.node, pod)
            known.delete(pod)
            if pod["status"].get("phase") in ("Succeeded", "Failed"):
                known.remove()


class Tokens:
    """A token for each service account, as a kubelet asks for them."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.lock = threading.Lock()
        self.known: dict[str, str] = {}

    def __call__(self, account: str) -> str:
        with self.lock:
            if account not in self.known:
                path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{account}/token"
                asked = {"spec": {"expirationSeconds": 86400}}
                self.known[account] = self.api.create(path, asked)["status"]["token"]
            return self.known[account]


def node_of(settings: Object) -> Node:
    """The node of its settings: port, authority, token, folder, shared, variables, slots."""
    api = Api(Access(settings["port"], Path(settings["authority"]), settings["token"]))
    folder = Path(settings["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    return Node(
        api=api,
        image=Image(settings["shared"], settings["variables"]),
        folder=folder,
        slots=threading.BoundedSemaphore(settings["slots"]),
        token=Tokens(api),
    )


def main(file: str) -> None:
    """`file` is JSON, the settings of the node. With `pretend`, texts by paths, it runs nothing."""
    settings = json.loads(Path(file).read_text())
    agent = Agent(node_of(settings))
    if settings.get("pretend"):
        from tests.engines.argo.node.pretend import Pretending

        agent = Pretending(node_of(settings), settings["pretend"])
    signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    agent.work()


if __name__ == "__main__":
    main(sys.argv[1])
