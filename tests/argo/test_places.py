"""Mounts, ports, resources and deadlines that Argo or Kubernetes refuse when a pod is made."""

from __future__ import annotations

from typing import Any

import pytest

from flowc.backends.argo.settings import deadline
from flowc.ir.settings import Kubernetes, Resources, Settings, Timeout
from tests.argo.build import findings_of, request_of, with_settings
from tests.structure.build import at


def said(shared_memory: int | None = None, **kubernetes: Any) -> list[str]:
    settings = Settings(
        resources=Resources(shared_memory=shared_memory), kubernetes=Kubernetes(span=at(1), **kubernetes)
    )
    request = with_settings(request_of(), "hello", settings)
    return [finding.message for finding in findings_of(request, "FLOW312")]


def claims(*paths: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"data-{at}", path) for at, path in enumerate(paths))


def test_two_claims_at_one_path() -> None:
    assert said(persistent_volume_claims=claims("/data", "/data/")) == [
        "step `hello` has the persistent volume claim `data-1` at `/data`, where the persistent volume claim "
        "`data-0` is"
    ]


def test_a_claim_where_the_memory_is() -> None:
    (shared, tmpfs) = said(
        shared_memory=64, use_tmpfs=True, tmpfs_path="/x", persistent_volume_claims=claims("/dev/shm", "/x")
    )
    assert shared.endswith("at `/dev/shm`, where the shared memory is")
    assert tmpfs.endswith("at `/x`, where the tmpfs is")


@pytest.mark.parametrize("path", ["/flowc", "/var/run/argo/", "/argo"])
def test_a_volume_in_place_of_what_the_task_needs(path: str) -> None:
    assert len(said(persistent_volume_claims=claims(path))) == 1
    assert len(said(use_tmpfs=True, tmpfs_path=path)) == 1


@pytest.mark.parametrize("path", ["data", "/a:b"])
def test_no_path(path: str) -> None:
    (message,) = said(persistent_volume_claims=claims(path))
    assert message.startswith(f"`{path}` of step `hello` is no path")


def test_paths_that_are_free() -> None:
    assert said(persistent_volume_claims=claims("/data", "/data/inner", "/flowc-data", "/tmp")) == []
    assert said(port=8080, extended_resources=(("a.com/b", "2"), ("hugepages-2Mi", "4Mi"))) == []


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_no_port(port: int) -> None:
    assert said(port=port) == [f"step `hello` has no port {port}"]


@pytest.mark.parametrize(("name", "amount"), [("memory", "1"), ("fpga", "1"), ("a.com/b", "many")])
def test_no_extended_resource(name: str, amount: str) -> None:
    assert len(said(extended_resources=((name, amount),))) == 1


def test_a_deadline_is_as_long_as_kubernetes_takes() -> None:
    week = Settings(timeout=Timeout(seconds=7 * 24 * 3600, span=at(1)))
    assert deadline(week) == 7 * 24 * 3600 + 60
    assert deadline(week, items=50_000) == 2_147_483_647
