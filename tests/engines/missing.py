"""What tests do where an engine is not to be had: they are skipped, loudly.

Where FLOWC_NEEDS_ENGINES is set they fail: CI sets it once `make engines` has installed them.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Fail or skip. `reason` says what is missing, and how to get it."""
    if os.environ.get("FLOWC_NEEDS_ENGINES"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(f"NOTHING WAS TESTED: {reason}")
