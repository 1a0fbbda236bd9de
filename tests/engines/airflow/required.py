"""What tests do where Airflow is not installed: they fail and say how to install it, unless one has opted out."""

from __future__ import annotations

import os

import pytest

from tests.engines.airflow.install import MissingEngine, installed_python

OPT_OUT = "FLOWC_WITHOUT_AIRFLOW"
"""Set by a developer who does not want to install it. CI never sets it."""


def require_airflow(version: str) -> None:
    """Skip when opted out; fail when it is missing."""
    if os.environ.get(OPT_OUT) and not os.environ.get("CI"):
        pytest.skip(f"{OPT_OUT} is set: nothing was tested on Airflow {version}")
    try:
        installed_python(version)
    except MissingEngine as missing:
        pytest.fail(f"{missing}, or set {OPT_OUT}=1 to go without", pytrace=False)
