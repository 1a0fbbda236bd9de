"""What tests do where an engine is not to be had: where CI is set they fail; elsewhere they are skipped, loudly."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Fail or skip. `reason` says what is missing, and how to get it."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(f"NOTHING WAS TESTED: {reason}")
