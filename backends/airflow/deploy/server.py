"""Airflow's REST API, by `apache-airflow-client`: the requests that deploying and running need.

The client gives paths and transport; answers are read as JSON, not through its models, which refuse whatever a
server of another version says differently.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from flowc.backends.airflow.deploy.place import Place
from flowc.backends.deployment import ClientMissing, DeployError, NotDeployed, Unreachable

Json = dict[str, Any]
TRIES = 5
"""An answer of 5xx passes: a database that is locked, a server that starts."""
SECONDS = 60.0
"""How long one request may take."""


class Server:
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
        errors: list[Json] = found["import_errors"]
        return tuple(one for one in errors if ("/" + str(one["filename"])).endswith("/" + file))

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

    def _ask(self, call: Callable[..., Any], *words: Any, once: bool = False, **named: Any) -> Any:
        """The JSON of an answer. Raises `Unreachable`, `NotDeployed` for 404, `DeployError` for other refusals."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = call(*words, _request_timeout=SECONDS, **named)
                text = answer.data.decode("utf-8", "replace")
            except OSError as fault:
                raise self._unreachable(str(fault)) from fault
            except Exception as fault:
                if type(fault).__module__.partition(".")[0] != "urllib3":
                    raise
                raise self._unreachable(str(fault)) from fault
            if answer.status < 500 or once or attempt == TRIES:
                break
            time.sleep(attempt)
        return self._read(answer.status, text)

    def _read(self, status: int, text: str) -> Any:
        if status < 300:
            return json.loads(text)
        said = _detail(text)
        if status == 404:
            raise NotDeployed(f"{self._place.server} has none of that name: {said}")
        if status >= 500:
            raise self._unreachable(f"{status} {said}")
        raise Refused(status, f"{self._place.server} answers {status}: {said}")

    def _unreachable(self, why: str) -> Unreachable:
        return Unreachable(
            f"{self._place.server} does not answer: {why}",
            help="check `airflow.server`, and that its API server and scheduler run",
        )


class Refused(DeployError):  # noqa: N818 - it names what happened
    """The server said no. `status` is that of HTTP."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message, help=HELP.get(status))
        self.status = status


HELP = {
    401: "set AIRFLOW_API_TOKEN, or AIRFLOW_API_USERNAME and AIRFLOW_API_PASSWORD",
    403: "use a user who may edit DAGs and create runs",
}


def _client(place: Place) -> Any:
    client = _module("airflow_client.client")
    token = place.token or _token(place)
    return client.ApiClient(client.Configuration(host=place.server, access_token=token))


def _token(place: Place) -> str:
    """A token of the auth manager; the simple one gives it to everybody when all are admins."""
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    url = f"{place.server}/auth/token"
    if not url.startswith(("http://", "https://")):
        raise DeployError(
            f"`{place.server}` is no URL", help="set `airflow.server`, such as https://airflow:8080"
        )
    request = Request(url)  # noqa: S310 - its scheme has been looked at
    if place.username:
        body = json.dumps({"username": place.username, "password": place.password}).encode()
        request = Request(url, body, {"content-type": "application/json"})  # noqa: S310
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return str(json.load(answer)["access_token"])
    except HTTPError as fault:
        raise Refused(401, f"{url} answers {fault.code}") from fault
    except (URLError, OSError, ValueError, KeyError) as fault:
        raise Unreachable(
            f"{place.server} gives no token: {fault}",
            help="check `airflow.server`; flowc speaks to Airflow 3",
        ) from fault


def _module(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise ClientMissing(
            "the package that speaks to Airflow is not installed", help="pip install 'flowc[airflow]'"
        ) from None


def _detail(text: str) -> str:
    try:
        detail = json.loads(text).get("detail", text)
    except (ValueError, AttributeError):
        detail = text
    return str(detail if isinstance(detail, str) else json.dumps(detail))[:2000]


def _line(entry: Any) -> str:
    return str(entry.get("event", "")) if isinstance(entry, dict) else str(entry)
