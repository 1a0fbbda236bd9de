"""Airflow 2's REST API (`/api/v1`, as of 2.10), over the standard library.

`apache-airflow-client` of that line cannot be installed beside that of Airflow 3. Facts are those of the server's
`openapi/v1.yaml`: a DAG that is gone is not `is_active`; a run has a logical date, and no time after which it runs.
"""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flowc.backends.airflow.deploy.api import TRIES, Json, Refused, content, of_file, unreachable
from flowc.backends.airflow.deploy.http import Answer, send
from flowc.backends.airflow.deploy.place import Place
from flowc.backends.deployment import NotDeployed


class Airflow2:
    """One Airflow 2, by `[api] auth_backends` that take a password (basic_auth), or a token."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def dag(self, dag: str) -> Json | None:
        """What Airflow knows of a DAG; None when it knows none."""
        try:
            found: Json = self._get(f"dags/{_quoted(dag)}")
        except NotDeployed:
            return None
        return {**found, "is_stale": not found["is_active"]}

    def dags(self, part: str) -> tuple[str, ...]:
        """The ids of flowc's DAGs that have this part and are not stale."""
        found = self._get("dags", dag_id_pattern=part, tags="flowc", only_active="true", limit=100)["dags"]
        return tuple(str(one["dag_id"]) for one in found if part in str(one["dag_id"]))

    def source(self, dag: str) -> str:
        """The DAG file as Airflow has parsed it; "" where it may not be read."""
        try:
            found = self._get(f"dagSources/{_quoted(self._get(f'dags/{_quoted(dag)}')['file_token'])}")
        except (NotDeployed, Refused):
            return ""
        return str(found.get("content") or "")

    def unpause(self, dag: str) -> None:
        """Let its runs begin."""
        self._ask("PATCH", f"dags/{_quoted(dag)}?update_mask=is_paused", {"is_paused": False})

    def import_errors(self, file: str) -> tuple[Json, ...]:
        """The errors that are kept of a file, given by its name below the DAG folder, the latest first."""
        return of_file(self._get("importErrors", limit=100, order_by="-timestamp")["import_errors"], file)

    def trigger(self, dag: str, run: str, conf: Mapping[str, Any]) -> Json:
        """Start a run; raises `DeployError` when there is one of that id."""
        body = {"dag_run_id": run, "conf": dict(conf)}
        return _run(self._ask("POST", f"dags/{_quoted(dag)}/dagRuns", body, tries=1))

    def run(self, dag: str, run: str) -> Json | None:
        """A run; None when there is none."""
        try:
            return _run(self._get(_place_of(dag, run)))
        except NotDeployed:
            return None

    def runs(self, dag: str, limit: int, states: tuple[str, ...] = ()) -> tuple[Json, ...]:
        """The latest runs, newest first, of those states only when any are given."""
        which: Json = {"limit": limit, "order_by": "-execution_date", "state": states}
        return tuple(_run(one) for one in self._get(f"dags/{_quoted(dag)}/dagRuns", **which)["dag_runs"])

    def tasks(self, dag: str, run: str) -> tuple[Json, ...]:
        """The task instances of a run."""
        found: list[Json] = []
        while True:
            page = self._get(f"{_place_of(dag, run)}/taskInstances", limit=100, offset=len(found))
            found += page["task_instances"]
            if not page["task_instances"] or len(found) >= page["total_entries"]:
                return tuple(found)

    def log(self, task: Json) -> tuple[str, ...]:
        """What Airflow kept of the last try of a task instance."""
        place = f"{_place_of(task['dag_id'], task['dag_run_id'])}/taskInstances/{_quoted(task['task_id'])}"
        which = urlencode({"map_index": task["map_index"], "full_content": "true"})
        path = f"{place}/logs/{max(1, task['try_number'])}?{which}"
        return tuple(self._text("GET", path, accept="text/plain").splitlines())

    def link(self, dag: str, run: str = "") -> str:
        """Where people look at a DAG, or at one of its runs."""
        which = f"?{urlencode({'dag_run_id': run})}" if run else ""
        return f"{self._place.server}/dags/{_quoted(dag)}/grid{which}"

    def _get(self, path: str, **which: Any) -> Any:
        query = f"?{urlencode(which, doseq=True)}" if which else ""
        return self._ask("GET", path + query)

    def _ask(self, method: str, path: str, body: Json | None = None, tries: int = TRIES) -> Any:
        text = self._text(method, path, body, tries=tries)
        try:
            return json.loads(text)
        except ValueError as fault:
            raise unreachable(self._place.server, f"{path} gives no JSON") from fault

    def _text(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        accept: str = "application/json",
        tries: int = TRIES,
    ) -> str:
        """A good answer. One of 5xx is asked for again: a database that is locked, a server that starts."""
        headers = {"accept": accept, **_authorization(self._place)}
        for attempt in range(1, tries + 1):
            answer: Answer = send(self._place.server, method, f"/api/v1/{path}", headers, body)
            if answer.status < 500 or attempt == tries:
                break
            time.sleep(attempt)
        return content(self._place.server, answer.status, answer.text)


def _authorization(place: Place) -> dict[str, str]:
    if place.token:
        return {"authorization": f"Bearer {place.token}"}
    if not place.username:
        return {}
    pair = f"{place.username}:{place.password}".encode()
    return {"authorization": f"Basic {b64encode(pair).decode()}"}


def _run(found: Json) -> Json:
    return {**found, "run_after": found.get("logical_date")}


def _place_of(dag: str, run: str) -> str:
    return f"dags/{_quoted(dag)}/dagRuns/{_quoted(run)}"


def _quoted(name: str) -> str:
    return quote(name, safe="")
