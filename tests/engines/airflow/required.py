"""What tests do where Airflow is not installed."""

from __future__ import annotations

from tests.engines.airflow.install import MissingEngine, installed_python
from tests.engines.missing import missing


def require_airflow(version: str) -> None:
    """Go on only where it is installed."""
    try:
        installed_python(version)
    except MissingEngine as reason:
        missing(str(reason))
