"""Events, on a real API server with the rights of `--emit rbac`.

Argo Events is not here. `tests.argo_sim.sensor` stands in for the Sensor, and the watch of an EventSource is made
by the test, with the selector of the emitted one, as its service account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.argo_engine.doing import SECONDS, WORKFLOWS, start, steps_of
from tests.argo_sim.sensor import started
from tests.conformance.protocol import Triggered
from tests.engines.argo.kube.api import Access, Api, ApiError, Object
from tests.engines.argo.kube.setup import NAMESPACE, apply_one
from tests.engines.argo.node.image import SHARED
from tests.engines.argo_standin.adapter import FOLDER, STORE, ArgoStandIn, compiled

pytestmark = pytest.mark.xdist_group("argo")

Account = Callable[[str], Api]
INFORMED = {"ADDED": "ADD", "MODIFIED": "UPDATE", "DELETED": "DELETE"}
"""Of the words of the API server, those of an EventSource."""


@pytest.fixture
def events(flows: Path) -> Path:
    return flows / "events"


@pytest.fixture
def account(engine: ArgoStandIn) -> Iterator[Account]:
    """The API as a pod with a service account may use it."""
    api, opened = engine.engine.api, []

    def as_account(name: str) -> Api:
        path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{name}/token"
        token = api.create(path, {"spec": {"expirationSeconds": 3600}})["status"]["token"]
        opened.append(Api(Access(api.access.port, api.access.authority, token)))
        return opened[-1]

    yield as_account
    for one in opened:
        one.close()


def objects(file: Path) -> dict[str, Any]:
    return {one["kind"]: one for one in yaml.safe_load_all(compiled(file))}


def first_seen(api: Api, event: Object, since: str) -> Object:
    """The first that the informer of an EventSource is told: a change of what fits its labels."""
    selector = ",".join(f"{one['key']}{one['operation']}{one['value']}" for one in event["filter"]["labels"])
    path = f"/apis/{event['group']}/{event['version']}/namespaces/{event['namespace']}/{event['resource']}"
    with closing(api.watch(path, since, labelSelector=selector)) as changes:
        return next(change for change in changes if change["type"] != "BOOKMARK")


def with_store(workflow: Object) -> Object:
    """The flow is compiled without a store, which the tests of this engine give when a run starts."""
    workflow["spec"]["arguments"]["parameters"].append({"name": STORE, "value": f"{SHARED}/{FOLDER}"})
    return workflow


def test_the_end_of_a_flow_starts_another_once(engine: ArgoStandIn, events: Path, account: Account) -> None:
    engine.deploy(events / "report.py")
    report = objects(events / "report.py")
    version = engine.engine.api.get(WORKFLOWS)["metadata"]["resourceVersion"]
    upstream = start(engine, events / "orders.py")
    watcher = account(report["EventSource"]["spec"]["template"]["serviceAccountName"])
    change = first_seen(watcher, report["EventSource"]["spec"]["resource"]["event1"], version)
    assert INFORMED[change["type"]] in report["EventSource"]["spec"]["resource"]["event1"]["eventTypes"]
    assert change["object"]["metadata"]["name"] == upstream.run
    data = {"eventType": "ADD", "body": change["object"]}
    workflow = started(report["Sensor"], {"event1": {"context": {"id": "1"}, "data": data}})
    assert workflow is not None
    starter = account(report["Sensor"]["spec"]["template"]["serviceAccountName"])
    made = starter.create(WORKFLOWS, with_store(workflow))
    with pytest.raises(ApiError) as refusal:
        starter.create(WORKFLOWS, workflow)
    assert refusal.value.reason == "AlreadyExists"
    run = Triggered("ReportFlow", made["metadata"]["name"])
    assert engine.wait(run, SECONDS) == "succeeded"
    end = steps_of(engine.store, run)["end"].task.data
    assert end.told == ("run", "metaflow.OrdersFlow.end", f"OrdersFlow/{upstream.run}/end/r")
    assert end.when is not None


def test_an_event_starts_a_flow_with_its_value(engine: ArgoStandIn, events: Path, account: Account) -> None:
    engine.deploy(events / "load.py")
    sensor = objects(events / "load.py")["Sensor"]
    table = '{{workflow.name}} $(PATH) "é"\n'
    payload = {"name": "table.ready", "id": "5f1c", "timestamp": 1700000000, "table": table}
    event = {"context": {"id": "e1"}, "data": {"body": {"name": "table.ready", "payload": payload}}}
    workflow = started(sensor, {"event1": event})
    assert workflow is not None
    starter = account(sensor["spec"]["template"]["serviceAccountName"])
    run = Triggered("LoadFlow", starter.create(WORKFLOWS, with_store(workflow))["metadata"]["name"])
    assert engine.wait(run, SECONDS) == "succeeded"
    end = steps_of(engine.store, run)["end"].task.data
    assert end.told == (table, "event", "5f1c", 1700000000.0)


def test_accounts_of_events_may_do_nothing_else(engine: ArgoStandIn, events: Path, account: Account) -> None:
    for one in yaml.safe_load_all(compiled(events / "report.py", "--emit", "rbac")):
        apply_one(engine.engine.api, yaml.safe_dump(one))
    workflow = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "mine"}}
    watcher, starter = account("flowc-event-source"), account("flowc-sensor")
    assert "items" in watcher.get(WORKFLOWS)
    refused = (
        lambda: watcher.create(WORKFLOWS, workflow),
        lambda: watcher.get(f"/api/v1/namespaces/{NAMESPACE}/secrets"),
        lambda: watcher.get("/apis/argoproj.io/v1alpha1/workflows"),
        lambda: starter.get(WORKFLOWS),
        lambda: starter.delete(f"{WORKFLOWS}/mine"),
        lambda: starter.get(f"/api/v1/namespaces/{NAMESPACE}/pods"),
    )
    for attempt in refused:
        with pytest.raises(ApiError) as refusal:
            attempt()
        assert refusal.value.code == 403
