"""Pods of an emitted DAG, asked for by Airflow's own operator, admitted by a real API server and run."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from flowc.runtime_shim.store import Store, open_store
from tests.conformance.cases import all_cases
from tests.conformance.protocol import Unavailable
from tests.conformance.run_case import Result, run_case
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.pods_cluster import PodsCluster
from tests.engines.airflow.required import require_airflow
from tests.engines.argo.build import is_built
from tests.engines.argo.kube.setup import NAMESPACE
from tests.engines.missing import missing

pytestmark = pytest.mark.xdist_group("airflow")

CASES = {case.id: case for case in all_cases()}


class OnPods(AirflowEngine):
    """Airflow 3.3 whose tasks are pods; the store is a folder that all of them share."""

    cluster: PodsCluster

    @property
    def store(self) -> Store:
        return open_store(str(self.cluster.shared / "store"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnPods]:
    require_airflow("3.3")
    if os.geteuid() != 0:
        missing("containers need mounts of their own: run this as root")
    if not os.environ.get("FLOWC_NEEDS_ENGINES") and not is_built():
        missing("the Kubernetes API server is not built: run `make engines`")
    cluster = PodsCluster(tmp_path_factory.mktemp("cluster"))
    settings = {
        "executor": "kubernetes",
        "namespace": NAMESPACE,
        "python": "python",
        "store": "/shared/store",
    }
    variables = {
        "KUBECONFIG": str(cluster.kubeconfig),
        "AIRFLOW_CONN_KUBERNETES_DEFAULT": '{"conn_type": "kubernetes"}',
    }
    engine = OnPods("3.3", settings=settings, variables=variables)
    engine.cluster = cluster
    try:
        try:
            cluster.start()
        except Unavailable as reason:
            missing(str(reason))
        engine.start(tmp_path_factory.mktemp("airflow"))
        yield engine
    finally:
        engine.stop()
        cluster.stop()


@pytest.mark.parametrize("name", ["branch/default", "catch_and_retry/default"])
def test_steps_run_as_pods(engine: OnPods, name: str) -> None:
    before = set(engine.cluster.seen)
    assert run_case(engine, CASES[name]) == Result("passed")
    attempts = sum(CASES[name].tasks.values()) + sum(count - 1 for count in CASES[name].attempts.values())
    pods = [pod for key, pod in engine.cluster.seen.items() if key not in before]
    assert len(pods) == attempts
    assert {pod["metadata"]["labels"]["flowc.dev/step"] for pod in pods} == set(CASES[name].tasks)
    assert [len(pod["spec"]["containers"]) for pod in pods] == [1] * attempts  # nobody asked for a sidecar
