"""One API server for all tests of this folder; each test has a flow of its own in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.conformance.protocol import Unavailable
from tests.deploy.argo.cluster import Place, kubeconfig
from tests.engines.argo.build import binaries, is_built
from tests.engines.argo.kube.api import Api
from tests.engines.argo.kube.cluster import Cluster
from tests.engines.argo.kube.setup import prepare

NUMBERS = count(1)


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A real kube-apiserver with Argo's kinds, as its administrator."""
    if not os.environ.get("FLOWC_NEEDS_ENGINES") and not is_built():
        pytest.skip("the Kubernetes API server is not built: run `make conformance-argo-standin` once")
    try:
        cluster = Cluster(binaries(), tmp_path_factory.mktemp("cluster"))
    except Unavailable as reason:
        if os.environ.get("FLOWC_NEEDS_ENGINES"):
            raise
        pytest.skip(f"NOTHING WAS TESTED: {reason}")
    try:
        found = cluster.start()
        prepare(found)
        yield found
        found.close()
    finally:
        cluster.stop()


@pytest.fixture
def place(api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A working folder with a kubeconfig of the administrator, and a flow that nobody has deployed yet."""
    config = tmp_path / "kubeconfig"
    config.write_text(kubeconfig(api.access))
    monkeypatch.setenv("KUBECONFIG", str(config))
    monkeypatch.setenv("FLOWC_CACHE_DIR", str(tmp_path / "cache"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    made = Place(api=api, folder=work, flow=f"Hello{next(NUMBERS)}Flow")
    (work / "flowc.toml").write_text(f'store = "{tmp_path / "store"}"\nimage = "python:3.12"\n')
    made.write()
    return made
