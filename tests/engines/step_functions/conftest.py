"""One cloud for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines.step_functions.adapter import StepFunctions


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StepFunctions]:
    engine = StepFunctions()
    engine.start(tmp_path_factory.mktemp("cloud"))
    yield engine
    engine.stop()
