"""One Airflow 3.3 for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.airflow_engine.site import Site
from tests.engines.airflow.required import require_airflow


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    require_airflow("3.3")
    site = Site(tmp_path_factory.mktemp("site"))
    try:
        site.airflow.start()
        yield site
    finally:
        site.airflow.stop()
    assert site.airflow.left() == []


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """The folder by which a test and the tasks of `gated.py` speak."""
    folder = tmp_path / "gate"
    folder.mkdir()
    return folder
