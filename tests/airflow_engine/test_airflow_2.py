"""Deployments to a real Airflow 2.11, whose API is another: the same words, the same conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flowc.backends.airflow.deploy.airflow2 import Airflow2
from flowc.backends.airflow.deploy.build import build_of
from flowc.backends.airflow.deploy.deployer import AirflowDeployer
from flowc.backends.deployment import Change, Connection, DeployError, NotDeployed, RunTaken, Wanted
from tests.airflow_engine.site import Site, variant
from tests.engines.airflow.required import require_airflow
from tests.engines.airflow.standalone2 import Standalone2

pytestmark = pytest.mark.xdist_group("airflow-2-server")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    require_airflow("2.11")
    site = Site(tmp_path_factory.mktemp("site2"), Standalone2)
    try:
        site.airflow.start()
        yield site
    finally:
        site.airflow.stop()
    assert site.airflow.left() == []


def broken(wanted: Wanted) -> Wanted:
    """A build with a fault in its last line."""
    document = wanted.documents[0]
    text = document.text.replace(build_of(wanted).tag, "flowc-build:0bad") + "nonsense\n"
    return replace(wanted, documents=(replace(document, text=text),))


def test_a_deployment_is_live_unpaused_and_made_once(old: Site, tmp_path: Path) -> None:
    wanted = old.compile(variant(tmp_path, "OldTwiceFlow", {}))
    build = build_of(wanted)
    assert [change.object for change in old.deploy(wanted)][-2:] == [
        "file OldTwiceFlow.py",
        "DAG OldTwiceFlow",
    ]
    server = old.deployer._server
    assert isinstance(server, Airflow2)
    answer = server.dag("OldTwiceFlow")
    assert answer is not None and not answer["is_paused"] and not answer["is_stale"]
    assert build.tag in {tag["name"] for tag in answer["tags"]}
    assert old.deployer.plan(wanted).is_empty
    server._ask("PATCH", "dags/OldTwiceFlow?update_mask=is_paused", {"is_paused": True})
    assert old.deploy(wanted) == (Change(kind="update", object="DAG OldTwiceFlow"),)
    found = old.deployer.find("OldTwiceFlow")
    assert (found.package, found.store) == (wanted.request.package.digest, old.store.url)
    assert found.link.endswith("/dags/OldTwiceFlow/grid")
    assert server.dags("OldTwice") == ("OldTwiceFlow",)


def test_a_run_is_started_once_and_looked_at(old: Site, gate: Path, tmp_path: Path) -> None:
    old.deploy(old.compile(variant(tmp_path, "OldOnceFlow", {})))
    (gate / "open").touch()
    deployer = old.deployer
    assert not deployer.trigger("OldOnceFlow", {"gate": str(gate)}, "nightly").existed
    assert deployer.trigger("OldOnceFlow", {"gate": str(gate)}, "nightly").existed
    with pytest.raises(RunTaken):
        deployer.trigger("OldOnceFlow", {"gate": str(tmp_path)}, "nightly")
    with pytest.raises(DeployError, match="gate"):
        deployer.trigger("OldOnceFlow", {}, None)
    with pytest.raises(NotDeployed):
        deployer.state("OldOnceFlow", "another")
    ended = old.ended("OldOnceFlow", "nightly", 300)
    assert ended.phase == "succeeded"
    assert {step.step: step.succeeded for step in ended.steps} == {"start": 1, "work": 1, "end": 1}
    assert ended.created is not None and ended.ended is not None and ended.created < ended.ended
    assert [run.run for run in deployer.runs("OldOnceFlow", 5)] == ["nightly"]
    server = deployer._server
    assert [len(server.runs("OldOnceFlow", 5, (state, "queued"))) for state in ("success", "failed")] == [
        1,
        0,
    ]
    assert any("attempt=1.log" in line for line in deployer.logs("OldOnceFlow", "nightly", "work"))
    assert old.artifacts("OldOnceFlow", "nightly", "end").began == "first"


def test_a_broken_dag_is_told_with_its_error_and_can_be_mended(old: Site, tmp_path: Path) -> None:
    good = old.compile(variant(tmp_path, "OldBrokenFlow", {}))
    old.deploy(good)
    for _ in range(2):  # the second time there is nothing to write, and it is still not live
        with pytest.raises(DeployError, match=r"cannot import OldBrokenFlow\.py: NameError: name 'nonsense'"):
            old.deploy(broken(good))
    with pytest.raises(DeployError):
        old.deployer.trigger("OldBrokenFlow", {}, None)
    old.deploy(good)
    assert old.deployer.plan(good).is_empty


def test_who_may_not_is_told_how(old: Site) -> None:
    options = {"server": old.airflow.url, "dags": str(old.airflow.dags)}
    with pytest.raises(DeployError) as refusal:
        AirflowDeployer(Connection(options=options, environment={})).runs("OldTwiceFlow", 1)
    assert "answers 403: Forbidden" in str(refusal.value)
    assert "AIRFLOW_API_PASSWORD" in (refusal.value.help or "")
