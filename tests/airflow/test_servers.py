"""Which Airflow a server is, and what flowc sends to Airflow 2, against a server that answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from flowc.backends.airflow.deploy.airflow2 import Airflow2
from flowc.backends.airflow.deploy.airflow3 import Airflow3
from flowc.backends.airflow.deploy.api import Refused
from flowc.backends.airflow.deploy.place import Place
from flowc.backends.airflow.deploy.which import server_at
from flowc.backends.deployment import DeployError, NotDeployed, Unreachable

VERSION = (200, '{"version": "1"}')


class Stub(ThreadingHTTPServer):
    """Answers by method and path; all else is a page for people. `asked` is what came, with its authorization."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, tuple[int, str]] = {}
        self.asked: list[tuple[str, str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Stub

    def do_GET(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        body = json.loads(self.rfile.read(size)) if size else None
        what = f"{self.command} {self.path}"
        self.server.asked.append((what, self.headers.get("authorization") or "", body))
        status, text = self.server.answers.get(what, (404, "<html>not found</html>"))
        self.send_response(status)
        self.send_header("content-length", str(len(text)))
        if status == 302:
            self.send_header("location", text)
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_PATCH = do_GET  # noqa: N815 - as the library calls them

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def old(stub: Stub, **more: str) -> Airflow2:
    return Airflow2(Place(server=stub.url, username="me", password="a:b", **more))


def test_the_server_is_asked_which_it_is(stub: Stub) -> None:
    place = Place(server=stub.url, token="given")
    with pytest.raises(Unreachable, match="neither Airflow 3"):
        server_at(place)
    stub.answers["GET /api/v1/version"] = VERSION
    assert isinstance(server_at(place), Airflow2)
    stub.answers["GET /api/v2/version"] = (200, "<html>welcome</html>")
    assert isinstance(server_at(place), Airflow2)
    stub.answers["GET /api/v2/version"] = VERSION
    assert isinstance(server_at(place), Airflow3)
    stub.answers["GET /api/v2/version"] = (503, "starting")
    with pytest.raises(Unreachable, match="503"):
        server_at(place)
    assert {authorization for _, authorization, _ in stub.asked} == {""}, "no credentials before it is known"


@pytest.mark.parametrize("server", ["airflow:8080", "file:///etc/passwd"])
def test_what_is_no_url_is_said(server: str) -> None:
    with pytest.raises(DeployError, match="is no URL"):
        server_at(Place(server=server))


def test_names_are_quoted_and_credentials_sent(stub: Stub) -> None:
    path = "/api/v1/dags/p.F/dagRuns/scheduled__2024-01-01T00%3A00%3A00%2B00%3A00%2F.."
    stub.answers[f"GET {path}"] = (200, '{"dag_run_id": "x", "logical_date": "2024-01-01T00:00:00+00:00"}')
    run = old(stub).run("p.F", "scheduled__2024-01-01T00:00:00+00:00/..")
    assert run is not None and run["run_after"] == "2024-01-01T00:00:00+00:00"
    assert old(stub, token="t").run("p.F", "scheduled__2024-01-01T00:00:00+00:00/..") is not None
    assert [one[1] for one in stub.asked] == ["Basic bWU6YTpi", "Bearer t"]
    assert old(stub).run("p.F", "none") is None


def test_a_dag_that_is_gone_is_stale(stub: Stub) -> None:
    stub.answers["GET /api/v1/dags/F"] = (200, '{"dag_id": "F", "is_active": false}')
    assert (old(stub).dag("F") or {})["is_stale"] is True
    assert old(stub).dag("G") is None


def test_a_trigger_is_sent_once_and_a_conflict_has_its_status(stub: Stub) -> None:
    stub.answers["POST /api/v1/dags/F/dagRuns"] = (
        409,
        '{"title": "Conflict", "detail": "exists", "status": 409}',
    )
    with pytest.raises(Refused, match="409: exists") as refusal:
        old(stub).trigger("F", "one", {"n": 1})
    assert refusal.value.status == 409
    assert stub.asked[-1][2] == {"dag_run_id": "one", "conf": {"n": 1}}
    stub.answers["POST /api/v1/dags/F/dagRuns"] = (500, "")
    with pytest.raises(Unreachable):
        old(stub).trigger("F", "one", {})
    assert len(stub.asked) == 2


def test_import_errors_are_those_of_the_file(stub: Stub) -> None:
    errors = [{"filename": "/dags/F.py"}, {"filename": "/dags/OF.py"}, {"filename": "F.py"}]
    stub.answers["GET /api/v1/importErrors?limit=100&order_by=-timestamp"] = (
        200,
        json.dumps({"import_errors": errors}),
    )
    assert old(stub).import_errors("F.py") == (errors[0], errors[2])


def test_all_pages_of_tasks_are_read(stub: Stub) -> None:
    for offset, count in ((0, 100), (100, 20)):
        page = {"task_instances": [{"task_id": "a"}] * count, "total_entries": 120}
        path = f"/api/v1/dags/F/dagRuns/one/taskInstances?limit=100&offset={offset}"
        stub.answers[f"GET {path}"] = (200, json.dumps(page))
    assert len(old(stub).tasks("F", "one")) == 120


def test_credentials_are_carried_to_no_other_place(stub: Stub) -> None:
    stub.answers["GET /api/v1/dags/F"] = (302, f"{stub.url}/elsewhere")
    with pytest.raises(Refused, match="answers 302"):
        old(stub).dag("F")
    assert [one[0] for one in stub.asked] == ["GET /api/v1/dags/F"]


def test_what_is_no_json_is_said(stub: Stub) -> None:
    stub.answers["GET /api/v1/dags/F"] = (200, "<html>log in</html>")
    with pytest.raises(Unreachable, match="gives no JSON"):
        old(stub).dag("F")
    with pytest.raises(NotDeployed, match="none of that name"):
        old(stub).runs("G", 1)
