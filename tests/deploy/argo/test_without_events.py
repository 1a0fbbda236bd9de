"""A cluster that has no Argo Events, or does not let one look at them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flowc.backends.argo.deploy.api import Api, KindMissing, Refused
from flowc.backends.argo.deploy.kinds import path_of
from flowc.backends.argo.deploy.leftovers import _found
from tests.deploy.argo.cluster import Place
from tests.engines.argo.kube.setup import NAMESPACE

EVENT = "from metaflow import trigger\n\n@trigger(event='orders')"


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The API server answers as one without these kinds does: by another name of the collection."""
    original = Api._exchange

    def exchange(self: Api, method: str, path: str, body: object, query: object, kind: str) -> object:
        return original(self, method, path.replace("/sensors", "/sensorsnot"), body, query, kind)  # type: ignore[arg-type]

    monkeypatch.setattr(Api, "_exchange", exchange)
    yield


@pytest.mark.usefixtures("missing")
def test_flows_without_events_are_deployed_all_the_same(place: Place) -> None:
    assert place.deploy("--prune").status == 0


@pytest.mark.usefixtures("missing")
def test_a_flow_with_events_says_what_is_missing(place: Place) -> None:
    place.write(EVENT)
    ran = place.deploy()
    assert ran.status == 1 and "Argo Events is not installed there" in ran.err, ran
    assert not place.has("WorkflowTemplate")


class Answering:
    """Stands for the client: whatever is asked for, that is the fault."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def found(self, _path: str) -> None:
        raise self.fault


@pytest.mark.parametrize(
    ("fault", "kind", "is_raised"),
    [
        (Refused(403, {}, "no"), "Sensor", False),
        (Refused(403, {}, "no"), "CronWorkflow", True),
        (Refused(500, {}, "no"), "Sensor", True),
        (KindMissing("no"), "EventSource", False),
        (KindMissing("no"), "WorkflowTemplate", True),
    ],
)
def test_what_may_not_be_seen(fault: Exception, kind: str, is_raised: bool) -> None:
    path = path_of(kind, NAMESPACE, "a")
    client: Api = Answering(fault)  # type: ignore[assignment]
    if not is_raised:
        assert _found(client, kind, path) is None
        return
    with pytest.raises(type(fault)):
        _found(client, kind, path)
