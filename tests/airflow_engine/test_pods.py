"""The pods that an emitted DAG asks for, built by Airflow's own operator without a cluster."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engines.airflow.compiled import compiled, write
from tests.engines.airflow.driver_process import DriverProcess
from tests.engines.airflow.install import installed_python
from tests.engines.airflow.required import require_airflow
from tests.golden.expected import Expected

pytestmark = pytest.mark.xdist_group("airflow")

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
EXPECTED = Path(__file__).parent / "expected"
NOBODY = """\
apiVersion: v1
kind: Config
clusters: [{name: nobody, cluster: {server: "http://127.0.0.1:9"}}]
contexts: [{name: nobody, context: {cluster: nobody, user: nobody}}]
users: [{name: nobody, user: {}}]
current-context: nobody
"""
"""A kubeconfig of a cluster that does not exist: nothing may be sent."""


@pytest.fixture(scope="module", params=["3.3", "2.11"])
def driver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DriverProcess]:
    require_airflow(request.param)
    home = tmp_path_factory.mktemp("airflow")
    (home / "kubeconfig").write_text(NOBODY, encoding="utf-8")
    driver = DriverProcess(home, installed_python(request.param), {"KUBECONFIG": str(home / "kubeconfig")})
    yield driver
    driver.stop()


@pytest.mark.parametrize("flow", ["kubernetes", "foreach"])
def test_pods_are_as_expected(driver: DriverProcess, flow: str, tmp_path: Path, expected: Expected) -> None:
    wanted = compiled(GOLDEN / flow / "flow.py", "airflow@3.3", "s3://flows/store", "python", "kubernetes")
    build = write(wanted, tmp_path)
    loaded = driver.ask(do="load", dags=str(tmp_path))
    assert loaded == {"dags": [build.dag], "errors": {}}
    pods = driver.ask(do="pods", dag=build.dag)["pods"]
    assert set(pods) == {str(step.id) for step in wanted.request.flow.steps}
    text = json.dumps({task: _fixed(pod, build.data) for task, pod in pods.items()}, indent=1) + "\n"
    expected.match(EXPECTED / f"{flow}.pods.json", text.replace(build.digest, "<digest>"))


IN_BATCH = json.dumps({"namespace": "batch"})
ELSEWHERE = """\
from metaflow import FlowSpec, kubernetes, step


class ElsewhereFlow(FlowSpec):
    @kubernetes(namespace="training")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_a_step_runs_in_the_namespace_that_it_names(driver: DriverProcess, tmp_path: Path) -> None:
    file = tmp_path / "flow.py"
    file.write_text(ELSEWHERE, encoding="utf-8")
    build = write(compiled(file, "airflow@3.3", "s3://b/p", "python", "kubernetes", IN_BATCH), tmp_path / "d")
    driver.ask(do="load", dags=str(tmp_path / "d"))
    pods = driver.ask(do="pods", dag=build.dag)["pods"]
    assert {task: pod["metadata"]["namespace"] for task, pod in pods.items()} == {
        "start": "training",
        "end": "batch",
    }


def _fixed(pod: dict[str, Any], package: bytes) -> dict[str, Any]:
    """The pod without what differs between runs and versions of Airflow; the package has been compared."""
    metadata, (container, *_) = pod["metadata"], pod["spec"]["containers"]
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*-[a-z0-9]{8}", metadata["name"])
    metadata["name"] = metadata["name"][:-8] + "<random>"
    metadata["labels"].pop("airflow_version")
    metadata["labels"]["flowc.dev/build"] = "<build>"
    for variable in container["env"]:
        if variable["name"] == "FLOWC_INLINE":
            assert zlib.decompress(base64.b64decode(variable["value"])) == package
            variable["value"] = "<package>"
    return pod
