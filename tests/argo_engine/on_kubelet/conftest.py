"""One kubelet for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.argo_engine.conftest import KEYS, S3
from tests.argo_engine.on_kubelet.seeing import Watched
from tests.engines.argo.kubelet.settings import GATEWAY
from tests.engines.argo_kubelet.adapter import ArgoKubelet, started


@pytest.fixture(scope="session")
def kubelet(tmp_path_factory: pytest.TempPathFactory, s3: S3) -> Iterator[ArgoKubelet]:
    """The engine, with the S3 server of these tests as the store."""
    endpoint = f"http://{GATEWAY}:{s3.gate.port}"
    variables = {**KEYS, "AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true"}
    engine = ArgoKubelet(s3.url, [s3.gate.port])
    try:
        yield started(engine, tmp_path_factory.mktemp("kubelet"), variables)
    finally:
        engine.stop()
        assert engine.engine.left_over() == []


@pytest.fixture(scope="session")
def own() -> Path:
    """The flows of this folder."""
    return Path(__file__).parent / "flows"


@pytest.fixture(scope="session")
def watched(kubelet: ArgoKubelet) -> Iterator[Watched]:
    """What becomes of pods."""
    watched = Watched(kubelet)
    yield watched
    watched.close()
