"""What flowc expects a run to take in its object, against what the nodes of the simulator take."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.argo.packing import measured
from flowc.backends.argo.size import run_bytes
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.trace import TaskId
from tests.argo_lint.schema import validate
from tests.argo_sim.controller import Controller
from tests.argo_sim.manifest import Manifest
from tests.argo_sim.steps import Steps
from tests.argo_sim.test_runs import PACKAGE, structured
from tests.engines.argo.kube.api import Object
from tests.engines.argo.standin.size import LARGEST, Size, as_stored, size_of, status_of, unpacked
from tests.engines.argo.standin.statuses import Statuses
from tests.structure.build import flow_of

ITEMS = 300
SUFFIX = "-ab1d9"
TABLES = {
    "one step": "start: * a\na: j\nj+: end\nend:",
    "two steps": "start: * a\na: b\nb: j\nj+: end\nend:",
    "four steps": "start: * a\na: b\nb: c\nc: d\nd: j\nj+: end\nend:",
    "a choice": "start: * a\na: ? b j\nb: j\nj+: end\nend:",
    "a merge": "start: * a\na: ? b c\nb: c\nc: j\nj+: end\nend:",
    "a branch": "start: * a\na: b c\nb: i\nc: i\ni+: j\nj+: end\nend:",
}


class Many:
    """Every foreach as wide as said; of a switch the first case."""

    def __init__(self, items: int) -> None:
        self.items = items

    def choose(self, task: TaskId, arms: Sequence[str]) -> str:
        return arms[0]

    def splits(self, task: TaskId) -> int:
        return self.items


class AtOnce(Controller):
    """All pods end together."""

    def step(self) -> None:
        for running in self.running[:]:
            self.running.remove(running)
            self.end(running)


def workflow(table: str, items: int, name: str) -> tuple[Object, int]:
    """The object of a run of the template `name` as Argo would have it, and what flowc expects it to take."""
    flow = structured(flow_of(table))
    settings = TargetSettings(max_fan_out=items, own={"pack": 1})
    request = Request(
        flow=flow, profile="argo@4.1", settings=settings, package=PACKAGE, package_external=True
    )
    manifest = Manifest(ArgoBackend().emit(request)[0].text)
    run = AtOnce(manifest, Steps(flow, Many(items)), lambda count: 0)
    assert run.with_exit_handler(name + SUFFIX) == "Succeeded"
    nodes = Statuses(run, name + SUFFIX, {one: pod(one) for one in run.nodes}).nodes()
    status = status_of(nodes, phase="Succeeded", storedWorkflowTemplateSpec=manifest.spec)
    made = {"name": name + SUFFIX, "namespace": "flows", "uid": "7fb5bb1c-2f4b-4a34-9d0d-1a2b3c4d5e6f"}
    body = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": made}
    whole = {**body, "spec": {"workflowTemplateRef": {"name": name}}, "status": status}
    return whole, run_bytes(measured(flow, settings)[1], name, len(flow.steps))


def pod(node: str) -> Object:
    """Times and a machine that repeat as little as real ones."""
    chance = random.Random(node)
    times = [f"2026-11-21T{h:02d}:{chance.randrange(60):02d}:{chance.randrange(60):02d}Z" for h in (3, 4)]
    machine = f"ip-10-0-{chance.randrange(8)}-{chance.randrange(256)}.eu-central-1.compute.internal"
    ended = {"state": {"terminated": {"finishedAt": times[1]}}}
    return {"spec": {"nodeName": machine}, "status": {"startTime": times[0], "containerStatuses": [ended]}}


@pytest.mark.parametrize("name", ["f", "n" * 57])
@pytest.mark.parametrize("shape", TABLES)
def test_the_estimate_is_near_what_it_takes(shape: str, name: str) -> None:
    whole, expected = workflow(TABLES[shape], ITEMS, name)
    size = size_of(whole)
    assert 0.95 <= expected / size.packed <= 1.3, (expected, size)


def test_the_nodes_are_as_the_schema_of_argo_has_them() -> None:
    for table in TABLES.values():
        whole, _ = workflow(table, 3, "f")
        assert validate([whole]) == []
        kinds = {node["type"] for node in whole["status"]["nodes"].values()}
        assert {"DAG", "TaskGroup", "Pod"} <= kinds
        assert all(child in whole["status"]["nodes"] for child in _children(whole))


def _children(whole: Object) -> list[str]:
    nodes = whole["status"]["nodes"].values()
    return [one for node in nodes for one in (*node.get("children", ()), *node.get("outboundNodes", ()))]


def test_nodes_are_packed_above_the_limit_alone() -> None:
    small, _ = workflow(TABLES["one step"], 3, "f")
    assert as_stored(small) == small
    large, _ = workflow(TABLES["one step"], 1200, "n" * 57)
    assert size_of(large).plain > LARGEST > size_of(large).packed
    stored = as_stored(large)
    assert "nodes" not in stored["status"] and unpacked(stored) == large
    assert size_of(large).fits
    assert not Size(plain=LARGEST + 2, packed=LARGEST + 1, nodes=1).fits
