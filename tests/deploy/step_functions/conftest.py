"""A cloud for all tests of this folder; each test has a flow of its own in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from flowc.backends import registry
from tests.deploy.step_functions.account import Account
from tests.engines.step_functions.cloud import Cloud, running
from tests.engines.step_functions.foundation import lay

NUMBERS = count(1)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """The server, with what an account has before anything is deployed to it."""
    with running(tmp_path_factory.mktemp("cloud")) as made:
        lay(made)
        yield made


@pytest.fixture
def account(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    """A working folder with a configuration of the account, and a flow that nobody has deployed yet."""
    monkeypatch.setitem(  # type: ignore[misc]
        registry.BACKENDS, "step-functions", "flowc.backends.step_functions.backend:StepFunctionsBackend"
    )
    for name, value in cloud.variables().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FLOWC_CACHE_DIR", str(tmp_path / "cache"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    made = Account(cloud=cloud, folder=work, flow=f"Hello{next(NUMBERS)}Flow")
    made.configure()
    made.write()
    return made
