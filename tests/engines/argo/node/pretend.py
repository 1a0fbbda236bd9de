"""A node that runs nothing: its pods succeed at once, with outputs that were said beforehand.

For measuring what thousands of pods are to the API server and to a controller. What it shows is no test of a task.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from tests.engines.argo.kube.api import WORKFLOWS, Object
from tests.engines.argo.node.__main__ import Agent
from tests.engines.argo.node.container import stamp
from tests.engines.argo.node.pod import Node
from tests.engines.argo.node.report import COMPLETED, NODE_ID, WORKFLOW

LANES = 8
"""Pods that end at once."""


class Pretending(Agent):
    """`outputs` are the texts of the files that a container would have left, by their paths."""

    def __init__(self, node: Node, outputs: Mapping[str, str]) -> None:
        super().__init__(node)
        self.outputs = outputs
        self.lanes = ThreadPoolExecutor(LANES)
        self.known: set[str] = set()

    def _see(self, pod: Object) -> None:
        uid = pod["metadata"]["uid"]
        if uid not in self.known and pod.get("status", {}).get("phase", "Pending") == "Pending":
            self.known.add(uid)
            self.lanes.submit(self._end, pod)

    def _end(self, pod: Object) -> None:
        metadata = pod["metadata"]
        name, space = metadata["annotations"][NODE_ID], metadata["namespace"]
        (wait,) = [one for one in pod["spec"]["containers"] if one["name"] == "wait"]
        result = {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "WorkflowTaskResult",
            "metadata": {
                "name": name,
                "labels": {WORKFLOW: metadata["labels"][WORKFLOW], COMPLETED: "true"},
            },
            "outputs": {"exitCode": "0", "parameters": self._parameters(wait)},
        }
        self.node.api.create(f"{WORKFLOWS}/namespaces/{space}/workflowtaskresults", result)
        path = f"/api/v1/namespaces/{space}/pods/{metadata['name']}/status"
        self.node.api.merge(path, {"status": _succeeded(pod)})

    def _parameters(self, wait: Object) -> list[Object]:
        (text,) = [one["value"] for one in wait["env"] if one["name"] == "ARGO_TEMPLATE"]
        found = json.loads(text)["outputs"].get("parameters", [])
        return [{**one, "value": self.outputs[one["valueFrom"]["path"]]} for one in found]


def _succeeded(pod: Object) -> Object:
    now = stamp()
    ended = {"exitCode": 0, "reason": "Completed", "startedAt": now, "finishedAt": now}
    statuses = [
        {
            "name": one["name"],
            "image": one["image"],
            "imageID": "",
            "ready": False,
            "restartCount": 0,
            "state": {"terminated": ended},
        }
        for one in pod["spec"]["containers"]
    ]
    return {"phase": "Succeeded", "startTime": now, "containerStatuses": statuses}
