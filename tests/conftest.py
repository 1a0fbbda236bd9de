"""Options of the test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.golden.expected import Expected

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("searching", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
"""The same examples in every run; HYPOTHESIS_PROFILE=searching looks for new ones."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the expected files of golden/ instead of comparing with them",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError(
            "--update-golden is refused where CI is set: review changes before they go in"
        )


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Expected:
    """Compares with, or writes, expected files."""
    return Expected(update=bool(request.config.getoption("--update-golden")))
