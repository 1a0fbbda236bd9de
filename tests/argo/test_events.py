"""`@trigger` and `@trigger_on_finish`: what is emitted, what a Sensor makes of it, what the task is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.flow import Event, Project, Schedule, Upstream
from flowc.runtime_shim.convert import given
from flowc.runtime_shim.triggered import told
from tests.argo.build import objects_of, request_of, template_of
from tests.argo.waiting import following, parameter, waiting
from tests.argo_lint.schema import validate
from tests.argo_sim.sensor import started
from tests.structure.build import at


def kinds(request: Request) -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in objects_of(request)}


def published(name: str, identity: str = "e1", **payload: Any) -> dict[str, Any]:
    """An event as Metaflow's ArgoEvent sends it to a webhook."""
    fields = {"name": name, "id": "5f1c", "timestamp": 1700000000, "generated-by-metaflow": True, **payload}
    return {"context": {"id": identity}, "data": {"header": {}, "body": {"name": name, "payload": fields}}}


def finished(template: str, run: str, uid: str = "u1") -> dict[str, Any]:
    """An event of an EventSource that watches workflows."""
    body = {
        "metadata": {"name": run, "uid": uid},
        "spec": {"workflowTemplateRef": {"name": template}},
        "status": {"phase": "Succeeded", "finishedAt": "2026-01-02T03:04:05Z"},
    }
    return {"context": {"id": "any"}, "data": {"eventType": "ADD", "body": body}}


def arguments(workflow: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["value"] for one in workflow["spec"]["arguments"]["parameters"]}


def record(request: Request, workflow: dict[str, Any]) -> tuple[Any, Any]:
    """What the start step records: of the variables that its template sets."""
    (variable,) = [
        one["value"]
        for one in template_of(request, "start")["container"]["env"]
        if one["name"] == "FLOWC_TRIGGER"
    ]
    text = json.dumps([{"name": key, "value": value} for key, value in arguments(workflow).items()])
    return told(json.loads(variable)["waited"], given(text))


def test_an_event_starts_a_run_with_its_values() -> None:
    event = Event(name="orders.ready", parameters=(("table", "name_of_table"),))
    request = waiting(event, parameters=(parameter("table"), parameter("other")))
    sensor = kinds(request)["Sensor"]
    assert started(sensor, {"event1": published("orders-ready")}) is None
    assert started(sensor, {"event1": published("ordersXready")}) is None
    assert started(sensor, {"event1": published("orders.ready.x")}) is None
    workflow = started(sensor, {"event1": published("orders.ready", name_of_table='a"b{{c}}$(d)')})
    assert workflow is not None
    assert arguments(workflow) == {
        "table": 'a"b{{c}}$(d)',
        "flowc-event-1": "5f1c",
        "flowc-event-1-at": "1700000000",
    }
    assert record(request, workflow) == (
        {"events": [{"type": "event", "name": "orders.ready", "id": "5f1c", "timestamp": "1700000000"}]},
        {"table": 'a"b{{c}}$(d)'},
    )


def test_what_an_event_does_not_have_has_its_default() -> None:
    choice = parameter("kind", "small", choices=("small", "large"))
    event = Event(name="a", parameters=(("table", "t"), ("kind", "k"), ("rewritten", "r")))
    request = waiting(event, parameters=(parameter("table"), choice, parameter("rewritten", "{{x}}")))
    sensor = kinds(request)["Sensor"]
    bare = {"context": {"id": "e"}, "data": {"body": {"payload": {"name": "a"}}}}
    workflow = started(sensor, {"event1": bare})
    assert workflow is not None
    assert arguments(workflow) == {
        "table": "none",
        "kind": "small",
        "rewritten": "null",
        "flowc-event-1": "",
        "flowc-event-1-at": "",
    }
    (event_record,) = record(request, workflow)[0]["events"]
    assert (event_record["id"], event_record["timestamp"]) == (None, None)
    assert record(request, workflow)[1] == {"table": "none", "kind": "small"}


def test_an_event_without_a_required_value_is_not_one() -> None:
    event = Event(name="a", parameters=(("day", "day"),))
    sensor = kinds(waiting(event, parameters=(parameter("day", None),)))["Sensor"]
    assert started(sensor, {"event1": published("a")}) is None
    assert started(sensor, {"event1": published("a", day=7)}) is not None


def test_the_only_event_without_a_mapping_gives_all_parameters() -> None:
    own = (parameter("Table"), parameter("my-day"))
    workflow = started(
        kinds(waiting(Event(name="a"), parameters=own))["Sensor"],
        {"event1": published("a", table="t", **{"my-day": "d"})},
    )
    assert workflow is not None
    assert {"Table": "t", "my-day": "d"}.items() <= arguments(workflow).items()
    several = kinds(waiting(Event(name="a"), Event(name="b"), parameters=own))["Sensor"]
    both = started(several, {"event1": published("a", table="t"), "event2": published("b")})
    assert both is not None and "Table" not in arguments(both)


def test_all_events_are_waited_for() -> None:
    sensor = kinds(waiting(Event(name="a"), Event(name="b")))["Sensor"]
    assert started(sensor, {"event1": published("a")}) is None
    assert started(sensor, {"event1": published("a"), "event2": published("c")}) is None
    assert started(sensor, {"event1": published("a"), "event2": published("b")}) is not None
    assert "conditions" not in sensor["spec"]["triggers"][0]["template"]


def test_the_same_event_has_the_same_run() -> None:
    sensor = kinds(waiting(Event(name="a")))["Sensor"]
    names = [
        made["metadata"]["name"]
        for identity in ("kafka:host:1", "kafka:host:1", "kafka:host:2")
        if (made := started(sensor, {"event1": published("a", identity)})) is not None
    ]
    assert names[0] == names[1] != names[2]
    assert all(len(name) <= 63 and name.startswith("testflow-") for name in names), names


def test_the_end_of_a_flow_starts_another() -> None:
    request = following(Upstream(flow="OrdersFlow"), Upstream(flow="PricesFlow"))
    objects = kinds(request)
    source, sensor = objects["EventSource"]["spec"]["resource"], objects["Sensor"]
    assert [one["filter"]["labels"][0]["value"] for one in source.values()] == ["OrdersFlow", "PricesFlow"]
    assert [one["namespace"] for one in source.values()] == ["flows", "flows"]
    sent = {one["eventName"] for one in sensor["spec"]["dependencies"]}
    assert sent == source.keys()
    events = {
        "event1": finished("ordersflow", "orders-1", "u1"),
        "event2": finished("pricesflow", "prices-1"),
    }
    workflow = started(sensor, events)
    assert workflow is not None
    facts, own = record(request, workflow)
    assert own == {}
    assert facts["events"][0] == {
        "type": "run",
        "name": "metaflow.OrdersFlow.end",
        "flow": "OrdersFlow",
        "project": None,
        "branch": None,
        "run": "orders-1",
        "id": "OrdersFlow/orders-1/end/r",
        "timestamp": "2026-01-02T03:04:05Z",
    }
    assert [one["run"] for one in facts["events"]] == ["orders-1", "prices-1"]
    assert started(sensor, {**events, "event2": finished("other-pricesflow", "x")}) is None


def test_a_run_that_nothing_has_triggered_says_so() -> None:
    request = following(Upstream(flow="A"))
    declared = kinds(request)["WorkflowTemplate"]["spec"]["arguments"]["parameters"]
    text = json.dumps([{"name": one["name"], "value": one["value"]} for one in declared])
    assert given(text) == {}
    assert told([{"parameter": "flowc-event-1", "type": "run"}], given(text)) == (None, {})


SHOP = Project(name="shop", branch="b", span=at(1))


@pytest.mark.parametrize(
    ("upstream", "project", "template", "name"),
    [
        (Upstream(flow="AFlow"), None, "aflow", "metaflow.AFlow.end"),
        (Upstream(flow="AFlow"), SHOP, "shop-test-b-aflow", "metaflow.shop.test.b.AFlow.end"),
        (
            Upstream(flow="AFlow", project="market", branch="prod"),
            SHOP,
            "market-prod-aflow",
            "metaflow.market.prod.AFlow.end",
        ),
        (
            Upstream(flow="AFlow", project="market", branch="user.me"),
            None,
            "market-aflow",
            "metaflow.market.user.me.AFlow.end",
        ),
    ],
)
def test_upstream_flows_are_known_by_project_and_branch(
    upstream: Upstream, project: Project | None, template: str, name: str
) -> None:
    request = following(upstream, project=project)
    sensor = kinds(request)["Sensor"]
    workflow = started(sensor, {"event1": finished(template, "r")})
    assert workflow is not None
    assert record(request, workflow)[0]["events"][0]["name"] == name
    assert started(sensor, {"event1": finished("x" + template, "r")}) is None


def test_a_long_name_is_awaited_with_and_without_a_schedule() -> None:
    flow = "A" * 60
    sensor = kinds(following(Upstream(flow=flow)))["Sensor"]
    (one,) = sensor["spec"]["dependencies"][0]["filters"]["data"]
    assert len(one["value"]) == 2 and one["value"][0] == f"^{flow.lower()}$"


def test_resetting() -> None:
    events = (Event(name="a"), Event(name="b"))
    options = {"reset_at": {"cron": "0 0 * * 7", "timezone": "Europe/Berlin"}}
    (trigger,) = kinds(waiting(*events, options=options))["Sensor"]["spec"]["triggers"]
    times = [{"byTime": {"cron": "0 0 * * 0", "timezone": "Europe/Berlin"}}]
    assert trigger["template"]["conditionsReset"] == times


def test_names_of_the_platform_are_configured() -> None:
    own = {"event-bus": "bus", "event-source": "hooks", "event": "any", "sensor-account": "starter"}
    spec = kinds(waiting(Event(name="a"), target=TargetSettings(own=own)))["Sensor"]["spec"]
    (dependency,) = spec["dependencies"]
    assert (dependency["eventSourceName"], dependency["eventName"]) == ("hooks", "any")
    assert (spec["eventBusName"], spec["template"]["serviceAccountName"]) == ("bus", "starter")


def rights(request: Request) -> list[tuple[str, str, Any]]:
    found = []
    for one in yaml.safe_load_all(ArgoBackend().rbac(request).text):
        rule = one.get("rules", [None])[0]
        what = (rule["resources"], rule["verbs"]) if rule else [s["name"] for s in one.get("subjects", ())]
        found.append((one["kind"], one["metadata"]["name"], what))
    return found


def test_accounts_may_do_what_they_have_to() -> None:
    assert rights(waiting(Event(name="a")))[2:] == [
        ("ServiceAccount", "flowc-sensor", []),
        ("Role", "flowc-sensor", (["workflows"], ["create"])),
        ("RoleBinding", "flowc-sensor", ["flowc-sensor"]),
    ]
    assert rights(following(Upstream(flow="A")))[5:] == [
        ("ServiceAccount", "flowc-event-source", []),
        ("Role", "flowc-event-source", (["workflows"], ["list", "watch"])),
        ("RoleBinding", "flowc-event-source", ["flowc-event-source"]),
    ]
    mine = TargetSettings(own={"sensor-account": "starter"})
    assert rights(waiting(Event(name="a"), target=mine))[2:] == [
        ("Role", "flowc-sensor", (["workflows"], ["create"])),
        ("RoleBinding", "flowc-sensor-starter", ["starter"]),
    ]
    assert len(rights(request_of())) == 2


def test_objects_pass_the_schema_with_everything_at_once() -> None:
    options = {"reset_at": {"cron": "0 0 * * *"}}
    requests = [
        waiting(Event(name="a"), Event(name="b"), options=options, target=TargetSettings(restricted=False)),
        following(Upstream(flow="A"), schedule=Schedule(cron="0 6 * * *", timezone=None, span=at(1))),
    ]
    for request in requests:
        assert validate(objects_of(request)) == []
        assert validate(yaml.safe_load_all(ArgoBackend().rbac(request).text)) == []
