"""One engine and one S3 server for the tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.argo_engine.gate import Gate
from tests.engines.argo_standin.adapter import ArgoStandIn
from tests.engines.argo_standin.starting import started

BUCKET = "s3://bucket/flows"
KEYS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1"}


@dataclass(frozen=True, slots=True)
class S3:
    """A bucket, behind a gate for those in the containers."""

    url: str
    gate: Gate


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    names = {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_DEFAULT_REGION": "us-east-1"}
    before = dict(os.environ)
    os.environ.update(names, AWS_ALLOW_HTTP="true")
    boto3.client("s3").create_bucket(Bucket="bucket")
    gate = Gate(port)
    yield S3(BUCKET, gate)
    gate.close()
    os.environ.clear()
    os.environ.update(before)
    server.stop()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, s3: S3) -> Iterator[ArgoStandIn]:
    endpoint = f"http://127.0.0.1:{s3.gate.port}"
    variables = {**KEYS, "AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true"}
    engine = started(tmp_path_factory.mktemp("engine"), variables)
    yield engine
    engine.stop()


@pytest.fixture(scope="session")
def flows() -> Path:
    return Path(__file__).parent / "flows"
