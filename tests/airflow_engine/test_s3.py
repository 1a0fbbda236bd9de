"""Tasks on Airflow whose store is a bucket of an S3 server, which the variables of the worker name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc.runtime_shim.store import Store, open_store
from tests.conformance.cases import all_cases
from tests.conformance.run_case import Result, run_case
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.required import require_airflow

pytestmark = pytest.mark.xdist_group("airflow")

CASES = {case.id: case for case in all_cases()}
FIVE = (
    "branch/default",
    "catch_and_retry/default",
    "foreach/seven",
    "nested_foreach/with-empty",
    "etl/orders-only",
)


class WithS3(AirflowEngine):
    """Airflow 3.3 with a store in a bucket."""

    url = ""

    @property
    def store(self) -> Store:
        return open_store(self.url)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowEngine]:
    require_airflow("3.3")
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    variables = {
        "AWS_ACCESS_KEY_ID": "of-a-test",
        "AWS_SECRET_ACCESS_KEY": "of-a-test",
        "AWS_REGION": "us-east-1",
        "FLOWC_S3_ENDPOINT": endpoint,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="flows")
        engine = WithS3("3.3", settings={"store": "s3://flows/all"}, variables=variables)
        engine.url = "s3://flows/all"
        engine.start(tmp_path_factory.mktemp("airflow"))
        yield engine
        engine.stop()
        server.stop()


@pytest.mark.parametrize("name", FIVE)
def test_case(engine: AirflowEngine, name: str) -> None:
    assert run_case(engine, CASES[name]) == Result("passed")


def test_nothing_is_left_in_folders(engine: AirflowEngine, tmp_path: Path) -> None:
    assert not (engine.folder / "store").exists()
    assert next(iter(engine.store.list("")), None) is not None
