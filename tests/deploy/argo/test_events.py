"""Sensors and EventSources on a real API server: made, compared, set back, pruned."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deploy.argo.cluster import Place, watched
from tests.engines.argo.kube.api import ApiError
from tests.engines.argo.kube.setup import NAMESPACE

EVENT = "from metaflow import trigger, trigger_on_finish\n\n@trigger(event='orders')"
OTHER_EVENT = EVENT.replace("orders", "prices")
FINISH = EVENT.replace("@trigger(event='orders')", "@trigger_on_finish(flow='OrdersFlow')")
ACCOUNTS = ("flowc-sensor", "flowc-event-source")


@pytest.fixture
def place(place: Place) -> Iterator[Place]:
    """With a namespace in the configuration; what flows share is not there before and after a test."""
    config = place.folder / "flowc.toml"
    config.write_text(config.read_text() + f'namespace = "{NAMESPACE}"\n')
    yield place
    for kind in ("ServiceAccount", "Role", "RoleBinding"):
        for name in ACCOUNTS:
            try:
                place.api.delete(place.path(kind, name))
            except ApiError as error:
                assert error.code == 404


def test_a_flow_that_waits_for_another_is_deployed_whole(place: Place) -> None:
    place.write(FINISH)
    with watched() as requests:
        ran = place.deploy()
    assert ran.status == 0, ran
    made = [name.split("/")[-2] for name in requests if name.startswith("PATCH /")]
    assert made[-3:] == ["workflowtemplates", "eventsources", "sensors"]
    (source,) = place.live("EventSource")["spec"]["resource"].values()
    assert source["namespace"] == NAMESPACE
    sensor = place.live("Sensor")["spec"]
    resource = sensor["triggers"][0]["template"]["k8s"]["source"]["resource"]
    assert resource["spec"]["workflowTemplateRef"] == {"name": place.name}
    for name in ACCOUNTS:
        assert all(place.has(kind, name) for kind in ("ServiceAccount", "Role", "RoleBinding"))
    assert place.deploy().out.endswith("unchanged (12 objects)\n")


def test_what_people_changed_is_shown_and_set_back(place: Place) -> None:
    place.write(EVENT)
    assert place.deploy().status == 0
    place.edit("Sensor", {"spec": {"eventBusName": "mine"}})
    ran = place.run("diff", "flow.py", "--live")
    assert ran.status == 1
    assert "-  eventBusName: mine" in ran.out and "+  eventBusName: default" in ran.out, ran.out
    assert place.deploy().status == 0
    assert place.live("Sensor")["spec"]["eventBusName"] == "default"


def test_an_update_shows_what_it_changes(place: Place) -> None:
    place.write(EVENT)
    place.deploy()
    place.write(OTHER_EVENT)
    ran = place.deploy()
    assert "^orders$" in ran.out and "^prices$" in ran.out, ran.out
    (dependency,) = place.live("Sensor")["spec"]["dependencies"]
    assert dependency["filters"]["data"][0]["value"] == ["^prices$"]


def test_prune_removes_what_is_left(place: Place) -> None:
    place.write(FINISH)
    place.deploy()
    place.write(EVENT)
    ran = place.deploy()
    note = f"EventSource {place.name} is left from an earlier deployment; --prune deletes it"
    assert note in ran.out and f"Sensor {place.name} is left" not in ran.out, ran.out
    place.write()
    assert place.deploy("--prune").status == 0
    assert not place.has("EventSource") and not place.has("Sensor")
    assert all(place.has("ServiceAccount", name) for name in ACCOUNTS), "other flows may have them"


def test_the_namespace_has_to_be_known(place: Place) -> None:
    config = place.folder / "flowc.toml"
    config.write_text(config.read_text().replace(f'namespace = "{NAMESPACE}"\n', ""))
    place.write(FINISH)
    ran = place.deploy()
    assert ran.status == 1 and "`@trigger_on_finish` waits for" in ran.err, ran
    assert not place.has("WorkflowTemplate")


def test_an_account_of_the_platform_is_not_made(place: Place) -> None:
    place.write(EVENT)
    ran = place.deploy("--option", "sensor-account=starter")
    assert ran.status == 0, ran
    assert not place.has("ServiceAccount", "starter") and not place.has("ServiceAccount", "flowc-sensor")
    (subject,) = place.live("RoleBinding", "flowc-sensor-starter")["subjects"]
    assert subject["name"] == "starter"
    place.api.delete(place.path("RoleBinding", "flowc-sensor-starter"))
