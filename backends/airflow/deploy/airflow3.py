"""Airflow 3's REST API (`/api/v2`), by `apache-airflow-client`: the requests that deploying and running need.

The client gives paths and transport; answers are read as JSON, not through its models, which refuse whatever a
server of another version says differently.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from flowc.backends.airflow.deploy.api import SECONDS, TRIES, Json, Refused, content, of_file, unreachable
from flowc.backends.airflow.deploy.http import send
from flowc.backends.airflow.deploy.place import Place
from flowc.backends.deployment import ClientMissing, NotDeployed, Unreachable


class Airflow3:
    """One Airflow 3, with a token that is fetched with the first request."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._client = _client(place)
        self._api: Any = _module("airflow_client.client")

    def dag(self, dag: str) -> Json | None:
        """What Airflow knows of a DAG; None when it knows none."""
        try:
            found: Json = self._ask(self._api.DAGApi(self._client).get_dag_without_preload_content, dag)
        except NotDeployed:
            return None
        return found

    def dags(self, part: str) -> tuple[str, ...]:
        """The ids of flowc's DAGs that have this part and are not stale."""
        api = self._api.DAGApi(self._client)
        which: Json = {"dag_id_pattern": f"%{part}%", "tags": ["flowc"], "exclude_stale": True, "limit": 100}
        found = self._ask(api.get_dags_without_preload_content, **which)["dags"]
        return tuple(str(one["dag_id"]) for one in found if part in str(one["dag_id"]))

    def source(self, dag: str) -> str:
        """The DAG file as Airflow has parsed it; "" where it may not be read."""
        api = self._api.DagSourceApi(self._client)
        try:
            found = self._ask(api.get_dag_source_without_preload_content, dag, accept="application/json")
        except (NotDeployed, Refused):
            return ""
        return str(found.get("content") or "")

    def unpause(self, dag: str) -> None:
        """Let its runs begin."""
        body = self._api.DAGPatchBody(is_paused=False)
        api = self._api.DAGApi(self._client)
        self._ask(api.patch_dag_without_preload_content, dag, body, update_mask=["is_paused"])

    def import_errors(self, file: str) -> tuple[Json, ...]:
        """The errors that the DAG processor has kept of a file, given by its name below the DAG folder."""
        api = self._api.ImportErrorApi(self._client)
        found = self._ask(api.get_import_errors_without_preload_content, limit=100, order_by=["-timestamp"])
        return of_file(found["import_errors"], file)

    def trigger(self, dag: str, run: str, conf: Mapping[str, Any]) -> Json:
        """Start a run; raises `DeployError` when there is one of that id."""
        body = self._api.TriggerDAGRunPostBody(dag_run_id=run, conf=dict(conf), logical_date=None)
        api = self._api.DagRunApi(self._client)
        started: Json = self._ask(api.trigger_dag_run_without_preload_content, dag, body, once=True)
        return started

    def run(self, dag: str, run: str) -> Json | None:
        """A run; None when there is none."""
        try:
            api = self._api.DagRunApi(self._client)
            found: Json = self._ask(api.get_dag_run_without_preload_content, dag, run)
        except NotDeployed:
            return None
        return found

    def runs(self, dag: str, limit: int, states: tuple[str, ...] = ()) -> tuple[Json, ...]:
        """The latest runs, newest first, of those states only when any are given."""
        api = self._api.DagRunApi(self._client)
        which: Json = {
            "limit": limit,
            "order_by": ["-run_after"],
            **({"state": list(states)} if states else {}),
        }
        return tuple(self._ask(api.get_dag_runs_without_preload_content, dag, **which)["dag_runs"])

    def tasks(self, dag: str, run: str) -> tuple[Json, ...]:
        """The task instances of a run."""
        api = self._api.TaskInstanceApi(self._client)
        found: list[Json] = []
        while True:
            which: Json = {"limit": 100, "offset": len(found), "order_by": ["id"]}
            page = self._ask(api.get_task_instances_without_preload_content, dag, run, **which)
            found += page["task_instances"]
            if not page["task_instances"] or len(found) >= page["total_entries"]:
                return tuple(found)

    def log(self, task: Json) -> tuple[str, ...]:
        """What Airflow kept of the last try of a task instance."""
        api = self._api.TaskInstanceApi(self._client)
        names = (task["dag_id"], task["dag_run_id"], task["task_id"], max(1, task["try_number"]))
        which = {"map_index": task["map_index"], "full_content": True, "accept": "application/json"}
        content = self._ask(api.get_log_without_preload_content, *names, **which)["content"]
        return tuple(_line(entry) for entry in content)

    def link(self, dag: str, run: str = "") -> str:
        """Where people look at a DAG, or at one of its runs."""
        return f"{self._place.server}/dags/{quote(dag)}" + (f"/runs/{quote(run)}" if run else "")

    def _ask(self, call: Callable[..., Any], *words: Any, once: bool = False, **named: Any) -> Any:
        """The JSON of an answer. Raises `Unreachable`, `NotDeployed` for 404, `DeployError` for other refusals."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = call(*words, _request_timeout=SECONDS, **named)
                text = answer.data.decode("utf-8", "replace")
            except OSError as fault:
                raise unreachable(self._place.server, str(fault)) from fault
            except Exception as fault:
                if type(fault).__module__.partition(".")[0] != "urllib3":
                    raise
                raise unreachable(self._place.server, str(fault)) from fault
            if answer.status < 500 or once or attempt == TRIES:
                break
            time.sleep(attempt)
        return json.loads(content(self._place.server, answer.status, text))


def _client(place: Place) -> Any:
    client = _module("airflow_client.client")
    token = place.token or _token(place)
    return client.ApiClient(client.Configuration(host=place.server, access_token=token))


def _token(place: Place) -> str:
    """A token of the auth manager; the simple one gives it to everybody when all are admins."""
    who = {"username": place.username, "password": place.password} if place.username else None
    answer = send(place.server, "POST" if who else "GET", "/auth/token", {"accept": "application/json"}, who)
    if answer.status >= 300:
        raise Refused(401, f"{place.server}/auth/token answers {answer.status}")
    try:
        return str(json.loads(answer.text)["access_token"])
    except (ValueError, KeyError, TypeError) as fault:
        raise Unreachable(
            f"{place.server}/auth/token gives no token",
            help="check `airflow.server`, and which auth manager it has",
        ) from fault


def _module(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise ClientMissing(
            "the package that speaks to Airflow is not installed", help="pip install 'flowc[airflow]'"
        ) from None


def _line(entry: Any) -> str:
    return str(entry.get("event", "")) if isinstance(entry, dict) else str(entry)
