"""Code packages that Argo fetches from its artifact repository."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from flowc.runtime_shim.store import open_store
from tests.deploy.argo.cluster import Place

OBJECTS = 4
"""Of a flow without a schedule: package, role, binding, template."""


def test_a_package_that_argo_fetches(place: Place) -> None:
    config = place.folder / "flowc.toml"
    plain = config.read_text() + 'delivery = "store"\n'
    config.write_text(plain)
    ran = place.deploy()
    assert ran.status == 1 and "FLOW340" in ran.err and "`argo.artifact-repository` is not set" in ran.err
    assert not place.has("WorkflowTemplate")
    config.write_text(plain + "[argo]\nartifact-repository = false\n")
    ran = place.deploy()
    assert ran.status == 0, ran
    key = place.live("WorkflowTemplate")["spec"]["templates"][1]["inputs"]["artifacts"][0]["s3"]["key"]
    assert f"note: the code package has to be in Argo's artifact repository as {key}\n" in ran.out
    assert place.packages() == []
    assert place.run("trigger", "flow.py").status == 0


def test_a_package_is_in_the_bucket_before_the_template_names_it(place: Place, bucket: str) -> None:
    config = place.folder / "flowc.toml"
    config.write_text(config.read_text() + f'delivery = "store"\n[argo]\nartifact-repository = "{bucket}"\n')
    ran = place.deploy("--dry-run")
    assert (ran.status, [*open_store(bucket).list("")]) == (0, []), ran
    ran = place.deploy()
    assert ran.status == 0, ran
    key = place.live("WorkflowTemplate")["spec"]["templates"][1]["inputs"]["artifacts"][0]["s3"]["key"]
    package = open_store(bucket).get(key)
    assert key == f"packages/{hashlib.sha256(package).hexdigest()[:24]}.pyz"
    assert ran.out.index(f"Package {key} in {bucket}") < ran.out.index("WorkflowTemplate")
    assert f"unchanged ({OBJECTS} objects)" in place.deploy().out
    open_store(bucket).put(key, b"something else")
    ran = place.deploy()
    assert f"updated    Package {key} in {bucket}" in ran.out, ran
    assert open_store(bucket).get(key) == package


def test_without_the_bucket_nothing_is_applied(place: Place, bucket: str) -> None:
    config = place.folder / "flowc.toml"
    absent = f"{bucket}-that-is-not-there"
    config.write_text(config.read_text() + f'delivery = "store"\n[argo]\nartifact-repository = "{absent}"\n')
    ran = place.deploy()
    assert ran.status == 1 and "error[FLOW343]" in ran.err and "`artifact-repository`" in ran.err, ran
    assert not place.has("WorkflowTemplate")
    config.write_text(config.read_text().replace(absent, "ftp://x"))
    ran = place.deploy()
    assert ran.status == 1 and "error[FLOW343]" in ran.err, ran


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of an S3 server on loopback."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    names = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_ALLOW_HTTP": "true"}
    names |= {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**names, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3").create_bucket(Bucket="artifacts")
    yield "s3://artifacts"
    server.stop()
