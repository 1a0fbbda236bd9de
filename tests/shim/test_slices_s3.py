"""A slice on an object store: nobody forks after having talked to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc.runtime_shim.store import open_store
from tests.shim.sliced import Sliced
from tests.shim.test_slices_failing import KILLED


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    names = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1"}
    before = dict(os.environ)
    os.environ.update(names, AWS_ENDPOINT_URL=f"http://{host}:{port}", AWS_DEFAULT_REGION="us-east-1")
    boto3.client("s3").create_bucket(Bucket="bucket")
    yield "s3://bucket/slices"
    os.environ.clear()
    os.environ.update(before)
    server.stop()


def test_a_slice_with_a_failure_and_its_retry(tmp_path: Path, s3: str) -> None:
    flow = Sliced(tmp_path, 4, KILLED, "@retry(times=1)")
    flow.store = open_store(s3)
    assert flow.run("start", FLOWC_STORE=s3, FLOWC_SLICE="4").returncode == 0
    done = flow.run("work", "r.0x4", FLOWC_STORE=s3)
    assert done.returncode == 1, done.stderr
    assert flow.won("work", 4) == [0, 1, 3]
    again = flow.run("work", "r.0x4", 1, FLOWC_STORE=s3)
    assert (again.returncode, again.stdout) == (0, "item 2\n"), again.stderr
    assert flow.won("work", 4) == [0, 1, 2, 3]
