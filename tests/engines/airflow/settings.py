"""The configuration of an Airflow that a test owns: all of it below one folder, nothing of the user's."""

from __future__ import annotations

import os
from pathlib import Path

KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")
"""Variables that are passed on. HOME is not: Airflow would look into it."""


def engine_environment(home: Path, dags: Path, python: Path) -> dict[str, str]:
    """The variables of an Airflow whose home is `home` and whose DAG folder is `dags`, both of one test.

    The tasks that the worker starts find the programs of Airflow's environment first on PATH, as on a real worker.
    """
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {
        **kept,
        "PATH": os.pathsep.join((str(python.parent), kept.get("PATH", os.defpath))),
        "HOME": str(home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__DATABASE__LOAD_DEFAULT_CONNECTIONS": "False",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__API_AUTH__JWT_SECRET": "of-one-test-only-" * 4,
        "AIRFLOW__CORE__FERNET_KEY": "",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "NO_PROXY": "localhost,127.0.0.1",
        "PYTHONWARNINGS": "ignore",
    }
