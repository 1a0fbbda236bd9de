"""How large the object of a run is: as it is, and with its nodes compressed as Argo's `packer.go` does it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass

from tests.engines.argo.kube.api import Object

LARGEST = 1024 * 1024
"""`MAX_WORKFLOW_SIZE` of Argo's controller, bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Bytes of JSON: `plain` with the nodes as they are, `packed` with them compressed; `nodes` is their number."""

    plain: int
    packed: int
    nodes: int

    @property
    def fits(self) -> bool:
        """Whether Argo keeps the object; else it ends the run, unless it has a database for nodes."""
        return min(self.plain, self.packed) <= LARGEST


def status_of(nodes: Mapping[str, Object], **others: object) -> Object:
    """The status with its nodes, and with the facts that Argo keeps for each pod beside them."""
    results = {name: True for name, node in nodes.items() if node["type"] == "Pod"}
    done = sum(node["phase"] == "Succeeded" for node in nodes.values() if node["type"] == "Pod")
    return {
        "progress": f"{done}/{len(results)}",
        "conditions": [{"type": "PodRunning", "status": "False"}, {"type": "Completed", "status": "True"}],
        "resourcesDuration": {"cpu": 100_000, "memory": 1_000_000},
        "artifactRepositoryRef": {"default": True, "artifactRepository": {}},
        "artifactGCStatus": {"notSpecified": True},
        "taskResultsCompletionStatus": results,
        **others,
        "nodes": dict(nodes),
    }


def packed(workflow: Object) -> Object:
    """The workflow with its nodes compressed."""
    status = dict(workflow["status"])
    nodes = _json(status.pop("nodes"))
    status["compressedNodes"] = base64.b64encode(gzip.compress(nodes, 6, mtime=0)).decode()
    return {**workflow, "status": status}


def unpacked(workflow: Object) -> Object:
    """The workflow with its nodes as they are."""
    status = dict(workflow["status"])
    if text := status.pop("compressedNodes", None):
        status["nodes"] = json.loads(gzip.decompress(base64.b64decode(text)))
    return {**workflow, "status": status}


def as_stored(workflow: Object) -> Object:
    """As Argo stores it: compressed when it is too large otherwise."""
    return workflow if len(_json(workflow)) <= LARGEST else packed(workflow)


def size_of(workflow: Object) -> Size:
    """The size of a workflow whose nodes are not compressed."""
    return Size(
        plain=len(_json(workflow)),
        packed=len(_json(packed(workflow))),
        nodes=len(workflow["status"]["nodes"]),
    )


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()
