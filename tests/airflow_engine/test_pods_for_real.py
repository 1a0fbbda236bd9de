"""Pods that an emitted DAG asks for, made by Airflow's own operator on a real API server, and run.

Airflow 3.3 runs the DAG by `dag.test()`; its operator speaks to kube-apiserver as an account with the rights of a
worker, in a namespace of the level `restricted`. What is not Kubernetes' own is in `tests/engines/pods`: one node
binds the pods, runs their containers as processes and serves logs and `exec`, by which Airflow reads XComs from its
sidecar. Not shown: images and pulling them, resources and limits, a real scheduler and kubelet, a triggerer of its
own (`dag.test()` runs triggers itself), a store other than a shared folder, Airflow 2.11.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from flowc.client import Run
from flowc.client.places import find_run
from flowc.runtime_shim.store import Store, open_store
from tests.airflow_engine.site import FLOWS, until
from tests.conformance.cases import all_cases
from tests.conformance.protocol import Deployed, Status, Triggered, Unavailable
from tests.conformance.run_case import Result, run_case
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.compiled import compiled, write
from tests.engines.airflow.required import require_airflow
from tests.engines.argo.build import is_built
from tests.engines.argo.kube.api import Object
from tests.engines.argo.kube.setup import NAMESPACE
from tests.engines.argo.node.image import SHARED
from tests.engines.local.adapter import LocalEngine
from tests.engines.missing import missing
from tests.engines.pods.site import Site

pytestmark = pytest.mark.xdist_group("airflow")

CASES = {case.id: case for case in all_cases()}
HELD = Path(__file__).resolve().parents[1] / "argo_engine" / "flows" / "held.py"
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
SECONDS = 300.0
BOTH_WAYS = pytest.mark.parametrize("deferrable", [True, False], ids=["deferred", "waiting"])
"""Airflow waits for a pod in its triggerer, or in the worker."""


class AirflowWithPods(AirflowEngine):
    """Airflow 3.3, each step a pod; the store is a folder that all containers have."""

    def __init__(self, site: Site) -> None:
        super().__init__("3.3", variables={"KUBECONFIG": str(site.kubeconfig)})
        self.site = site
        self.is_open = False

    @property
    def store(self) -> Store:
        return open_store(str(self.site.shared / "store"))

    def deploy(self, file: Path) -> Deployed:
        others = json.dumps({"namespace": NAMESPACE, "delivery": "inline", **self.settings})
        wanted = compiled(file, self.profile, f"{SHARED}/store", "python", "kubernetes", others)
        dags = self.folder / "dags" / file.parent.name / file.stem
        build = write(wanted, dags, self.store.url)
        assert self.driver.ask(do="load", dags=str(dags)) == {"dags": [build.dag], "errors": {}}
        return Deployed(wanted.request.flow.name, file, (build.dag, dags))

    def trigger(self, deployed: Deployed, parameters: Mapping[str, Any]) -> Triggered:
        self.is_open = True
        return super().trigger(deployed, parameters)

    def wait(self, triggered: Triggered, seconds: float) -> Status:
        status = super().wait(triggered, seconds)
        self.is_open = False
        return status

    def begun(self, mark: Path, what: str) -> None:
        """Wait until a step has made its mark, or the run has ended without it."""

        def look() -> bool:
            has_ended = self.driver.has_answered
            assert mark.exists() or not has_ended, (
                f"the run has ended before {what}: {self.driver.log()[-2000:]}"
            )
            return mark.exists()

        until(look, SECONDS, what)

    def ended(self, triggered: Triggered) -> tuple[str, dict[tuple[str, int], tuple[str, int]]]:
        """How the run ended, and state and tries of each task."""
        answer = self.driver.answer(SECONDS)
        self.is_open = False
        return answer["ended"], {
            (name, index): (state, tries) for name, index, state, tries in answer["tasks"]
        }

    def logs(self) -> dict[str, str]:
        """What the containers `base` have printed, of each pod that was run, by its uid."""
        folder = self.site.folder / "pods"
        return {log.parent.name: log.read_text() for log in folder.glob("*/base.log")}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowWithPods]:
    require_airflow("3.3")
    if not os.environ.get("FLOWC_NEEDS_ENGINES") and not is_built():
        missing("the Kubernetes API server is not built: run `make engines`")
    try:
        site = Site(tmp_path_factory.mktemp("cluster"))
        site.start()
    except Unavailable as reason:
        missing(str(reason))
    engine = AirflowWithPods(site)
    engine.start(tmp_path_factory.mktemp("airflow"))
    yield engine
    engine.stop()
    site.stop()


@pytest.fixture
def engine(running: AirflowWithPods) -> Iterator[AirflowWithPods]:
    """The engine, with no settings of another test, and no run that another has left behind."""
    running.settings = {}
    yield running
    if running.is_open:
        running.driver.stop()
        running.is_open = False


def artifacts(store: Store, flow: str, run: str) -> dict[str, dict[str, Any]]:
    """All artifacts of all tasks of a run."""
    keys, _ = find_run(store, flow, run)
    return {
        f"{step.id}/{task.id}": {artifact.id: artifact.data for artifact in task}
        for step in Run.at(store, keys)
        for task in step
    }


def locally(folder: Path, file: Path) -> dict[str, dict[str, Any]]:
    """The artifacts of the same flow by `flowc run`."""
    local = LocalEngine()
    local.start(folder)
    triggered = local.trigger(local.deploy(file), {})
    assert local.wait(triggered, SECONDS) == "succeeded"
    return artifacts(local.store, triggered.flow, triggered.run)


def pods(engine: AirflowWithPods, step: str) -> list[Object]:
    """The pods of a step that there are now."""
    found: list[Object] = engine.site.api.get(PODS, labelSelector=f"flowc.dev/step={step}")["items"]
    return found


@pytest.mark.parametrize("name", ["branch/default", "catch_and_retry/default"])
def test_each_attempt_of_a_step_is_a_pod(engine: AirflowWithPods, name: str) -> None:
    case = CASES[name]
    before = len(engine.site.bound())
    assert run_case(engine, case) == Result("passed")
    attempts = sum(case.tasks.values()) + sum(count - 1 for count in case.attempts.values())
    pods = engine.site.bound()[before:]
    assert len(pods) == attempts
    assert {pod["metadata"]["labels"]["flowc.dev/step"] for pod in pods} == set(case.tasks)
    assert [len(pod["spec"]["containers"]) for pod in pods] == [1] * attempts, "nobody asked for a sidecar"


def test_a_foreach_in_pods_ends_as_it_does_here(engine: AirflowWithPods, tmp_path: Path) -> None:
    before = len(engine.logs())
    file = FLOWS / "podded.py"
    triggered = engine.trigger(engine.deploy(file), {})
    state, tasks = engine.ended(triggered)
    assert state == "success"
    assert {name: end for name, end in tasks.items() if name[0] == "work"} == {
        ("work", 0): ("success", 1),
        ("work", 1): ("success", 2),
        ("work", 2): ("success", 1),
    }
    here = locally(tmp_path, file)
    assert len(here) == 6
    assert here["end/r"]["attempts"] == [0, 1, 0]
    assert artifacts(engine.store, triggered.flow, triggered.run) == here
    assert len(engine.logs()) - before == 7, "six tasks, and one attempt that was killed"
    assert pods(engine, "work") == [], "each is deleted when it has ended"


@BOTH_WAYS
def test_a_pod_that_is_deleted_is_tried_again(engine: AirflowWithPods, deferrable: bool) -> None:
    engine.settings = {"airflow": {"deferrable": deferrable}}
    triggered = engine.trigger(engine.deploy(HELD), {})
    marks = engine.site.shared / "marks"
    engine.begun(marks / f"{triggered.run}-0-0", "the first attempt")
    (pod,) = pods(engine, "held")
    engine.site.api.delete(f"{PODS}/{pod['metadata']['name']}", gracePeriodSeconds="0")
    engine.begun(marks / f"{triggered.run}-0-1", "the second attempt")
    (again,) = pods(engine, "held")
    assert again["metadata"]["uid"] != pod["metadata"]["uid"]
    (marks / f"{triggered.run}-go").touch()
    state, tasks = engine.ended(triggered)
    assert (state, tasks["held", 0]) == ("success", ("success", 2))
    assert artifacts(engine.store, triggered.flow, triggered.run)["end/r"]["doubles"] == [0]


@BOTH_WAYS
def test_exit_code_78_is_not_tried_again(engine: AirflowWithPods, deferrable: bool) -> None:
    """A run of that name is in the store already, and is another one; `start` has two retries."""
    engine.settings = {"airflow": {"deferrable": deferrable}}
    deployed = engine.deploy(FLOWS / "named.py")
    first = engine.trigger(deployed, {})
    assert engine.ended(first)[0] == "success"
    keys, _ = find_run(engine.store, first.flow, first.run)
    taken = engine.site.shared / "store" / keys.record
    following = f"case-{int(first.run.removeprefix('case-')) + 1}"
    copy = taken.parents[1] / following / taken.name
    copy.parent.mkdir()
    shutil.copy(taken, copy)
    for folder in (copy.parent, copy):
        shutil.chown(folder, 1000)
    before = set(engine.logs())
    second = engine.trigger(deployed, {})
    assert second.run == following
    state, tasks = engine.ended(second)
    assert (state, tasks["start", -1]) == ("failed", ("failed", 1))
    (log,) = (text for uid, text in engine.logs().items() if uid not in before)
    assert "two runs with one name" in log


def test_the_package_is_fetched_from_the_store_when_it_is_whole(engine: AirflowWithPods) -> None:
    engine.settings = {"delivery": "store"}
    deployed = engine.deploy(FLOWS / "named.py")
    dag, dags = deployed.handle
    assert "FLOWC_INLINE" not in (dags / f"{dag}.py").read_text()
    assert engine.ended(engine.trigger(deployed, {}))[0] == "success"
    (package,) = (engine.site.shared / "store" / "packages").iterdir()
    package.write_bytes(package.read_bytes()[:-1])
    before = set(engine.logs())
    state, tasks = engine.ended(engine.trigger(deployed, {}))
    assert (state, tasks["start", -1]) == ("failed", ("failed", 1)), "it ends with 78"
    (log,) = (text for uid, text in engine.logs().items() if uid not in before)
    assert "is damaged" in log


def test_a_guaranteed_pod_is_so_with_the_sidecar(engine: AirflowWithPods) -> None:
    triggered = engine.trigger(engine.deploy(FLOWS / "guaranteed.py"), {})
    marks = engine.site.shared / "marks"
    until((marks / f"{triggered.run}-began").exists, SECONDS, "the first task")
    (pod,) = pods(engine, "start")
    assert {one["name"] for one in pod["spec"]["containers"]} == {"base", "airflow-xcom-sidecar"}
    assert pod["status"]["qosClass"] == "Guaranteed"
    (marks / f"{triggered.run}-go").touch()
    assert engine.ended(triggered)[0] == "success"
    assert artifacts(engine.store, triggered.flow, triggered.run)["end/r"]["total"] == 6


def test_pods_are_not_taken_without_their_security_context(engine: AirflowWithPods) -> None:
    engine.settings = {"restricted": False}
    before = engine.logs()
    state, tasks = engine.ended(engine.trigger(engine.deploy(FLOWS / "named.py"), {}))
    assert (state, tasks["start", -1]) == ("failed", ("failed", 3))
    assert engine.logs() == before, "no pod was made"
    assert engine.driver.log().count("violates PodSecurity") >= 3
