"""What deploying and running ask of Airflow, whichever its API is, and the reading of its answers.

Answers have the names of Airflow 3's; what speaks to another translates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from flowc.backends.deployment import DeployError, NotDeployed, Unreachable

Json = dict[str, Any]
TRIES = 5
"""An answer of 5xx passes: a database that is locked, a server that starts."""
SECONDS = 60.0
"""How long one request may take."""
HELP = {
    401: "set AIRFLOW_API_TOKEN, or AIRFLOW_API_USERNAME and AIRFLOW_API_PASSWORD",
    403: "AIRFLOW_API_USERNAME and AIRFLOW_API_PASSWORD, or AIRFLOW_API_TOKEN, must be of who may edit DAGs",
}


class Server(Protocol):
    """One Airflow. Everything here raises `Unreachable`, or `DeployError` for what the server refuses."""

    def dag(self, dag: str) -> Json | None:
        """What Airflow knows of a DAG; None when it knows none."""
        ...

    def dags(self, part: str) -> tuple[str, ...]:
        """The ids of flowc's DAGs that have this part and are not stale."""
        ...

    def source(self, dag: str) -> str:
        """The DAG file as Airflow has parsed it; "" where it may not be read."""
        ...

    def unpause(self, dag: str) -> None:
        """Let its runs begin."""
        ...

    def import_errors(self, file: str) -> tuple[Json, ...]:
        """The errors that are kept of a file, given by its name below the DAG folder, the latest first."""
        ...

    def trigger(self, dag: str, run: str, conf: Mapping[str, Any]) -> Json:
        """Start a run; raises `DeployError` when there is one of that id."""
        ...

    def run(self, dag: str, run: str) -> Json | None:
        """A run; None when there is none."""
        ...

    def runs(self, dag: str, limit: int, states: tuple[str, ...] = ()) -> tuple[Json, ...]:
        """The latest runs, newest first, of those states only when any are given."""
        ...

    def tasks(self, dag: str, run: str) -> tuple[Json, ...]:
        """The task instances of a run."""
        ...

    def log(self, task: Json) -> tuple[str, ...]:
        """What Airflow kept of the last try of a task instance."""
        ...

    def link(self, dag: str, run: str = "") -> str:
        """Where people look at a DAG, or at one of its runs."""
        ...


class Refused(DeployError):  # noqa: N818 - it names what happened
    """The server said no. `status` is that of HTTP."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message, help=HELP.get(status))
        self.status = status


def content(server: str, status: int, text: str) -> str:
    """The text of a good answer. Raises `NotDeployed` for 404, `Unreachable` for 5xx, else `Refused`."""
    if status < 300:
        return text
    said = _detail(text)
    if status == 404:
        raise NotDeployed(f"{server} has none of that name: {said}")
    if status >= 500:
        raise unreachable(server, f"{status} {said}")
    raise Refused(status, f"{server} answers {status}: {said}")


def unreachable(server: str, why: str) -> Unreachable:
    """What to raise when nobody answers, or nothing that makes sense."""
    return Unreachable(
        f"{server} does not answer: {why}",
        help="check `airflow.server`, and that its API server and scheduler run",
    )


def of_file(errors: list[Json], file: str) -> tuple[Json, ...]:
    """The import errors of a file, given by its name below the DAG folder."""
    return tuple(one for one in errors if ("/" + str(one["filename"])).endswith("/" + file))


def _detail(text: str) -> str:
    try:
        found = json.loads(text)
        detail = found.get("detail") or found.get("title") or text
    except (ValueError, AttributeError):
        detail = text
    return str(detail if isinstance(detail, str) else json.dumps(detail))[:2000]
