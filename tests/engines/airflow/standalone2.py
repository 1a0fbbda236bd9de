"""The same for Airflow 2: a web server with the API, and a scheduler that parses DAGs and runs one task at a time.

SQLite admits no other executor there. The API takes a password, as `[api] auth_backends` has it in most places.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.engines.airflow.settings import engine_environment
from tests.engines.airflow.standalone import QUICK, Standalone

USER, PASSWORD = "deployer", "of-one-test-only"


class Standalone2(Standalone):
    """An Airflow 2.11 with one user who may do everything."""

    version = "2.11"
    components: Mapping[str, list[str]] = {
        "webserver": ["webserver", "--hostname", "127.0.0.1", "--workers", "1"],
        "scheduler": ["scheduler", "--skip-serve-logs"],
    }
    health = "/api/v1/health"
    healthy = frozenset({"metadatabase", "scheduler"})
    credentials: Mapping[str, str] = {"AIRFLOW_API_USERNAME": USER, "AIRFLOW_API_PASSWORD": PASSWORD}

    def prepare(self) -> None:
        """Make the database and the user."""
        super().prepare()
        person = ("--firstname", "a", "--lastname", "b", "--email", "deployer@example.org")
        self.command(
            "users", "create", "--role", "Admin", "--username", USER, "--password", PASSWORD, *person
        )

    def environment(self) -> dict[str, str]:
        """The variables of all components."""
        return {
            **engine_environment(self.home, self.dags, self.python),
            "AIRFLOW__CORE__EXECUTOR": "SequentialExecutor",
            "AIRFLOW__API__AUTH_BACKENDS": "airflow.api.auth.backend.basic_auth",
            "AIRFLOW__SCHEDULER__DAG_DIR_LIST_INTERVAL": "2",
            "AIRFLOW__SCHEDULER__MIN_FILE_PROCESS_INTERVAL": "2",
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": QUICK[
                "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME"
            ],
            "AIRFLOW__WEBSERVER__SECRET_KEY": PASSWORD,
            "AIRFLOW__WEBSERVER__WEB_SERVER_PORT": str(self.port),
            "AIRFLOW__WEBSERVER__BASE_URL": self.url,
            "TMPDIR": str(self.home),
        }
