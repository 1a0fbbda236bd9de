"""Deployments to a real Airflow: what is done once is not done again, and what goes wrong is said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from flowc.backends.airflow.deploy.build import build_of
from flowc.backends.deployment import Change, Conflict, DeployError, NotDeployed, RunTaken, Wanted
from tests.airflow_engine.site import Site, pid_of_work, until, variant

pytestmark = pytest.mark.xdist_group("airflow-server")


def broken(wanted: Wanted) -> Wanted:
    """A build with a fault in its last line."""
    document = wanted.documents[0]
    text = document.text.replace(build_of(wanted).tag, "flowc-build:0bad") + "nonsense\n"
    return replace(wanted, documents=(replace(document, text=text),))


def test_the_second_deployment_of_the_same_changes_nothing(site: Site, tmp_path: Path) -> None:
    wanted = site.compile(variant(tmp_path, "TwiceFlow", {}))
    build = build_of(wanted)
    made = site.deploy(wanted)
    assert [change.object for change in made][-3:] == [
        f"file {build.package}",
        "file TwiceFlow.py",
        "DAG TwiceFlow",
    ]
    answer = site.deployer._server.dag("TwiceFlow")
    assert answer is not None
    assert not answer["is_paused"]
    assert build.tag in {tag["name"] for tag in answer["tags"]}
    plan = site.deployer.plan(wanted)
    assert plan.is_empty
    assert len(plan.changes) == 4
    assert tuple(site.deployer.apply(plan)) == ()
    assert (site.airflow.dags / build.package).read_bytes() == wanted.request.package.data


def test_a_paused_dag_is_unpaused_by_a_deployment(site: Site, tmp_path: Path) -> None:
    import airflow_client.client as api

    wanted = site.compile(variant(tmp_path, "PausedFlow", {}))
    site.deploy(wanted)
    server = site.deployer._server
    pause = api.DAGApi(server._client).patch_dag_without_preload_content
    server._ask(pause, "PausedFlow", api.DAGPatchBody(is_paused=True), update_mask=["is_paused"])
    assert site.deploy(wanted) == (Change(kind="update", object="DAG PausedFlow"),)
    assert not (server.dag("PausedFlow") or {})["is_paused"]


def test_a_run_is_started_once_for_each_id(site: Site, gate: Path, tmp_path: Path) -> None:
    site.deploy(site.compile(variant(tmp_path, "OnceFlow", {})))
    (gate / "open").touch()
    deployer = site.deployer
    assert not deployer.trigger("OnceFlow", {"gate": str(gate)}, "nightly").existed
    assert deployer.trigger("OnceFlow", {"gate": str(gate)}, "nightly").existed
    with pytest.raises(RunTaken):
        deployer.trigger("OnceFlow", {"gate": str(tmp_path)}, "nightly")
    with pytest.raises(DeployError, match="gate"):
        deployer.trigger("OnceFlow", {}, None)
    with pytest.raises(NotDeployed):
        deployer.state("OnceFlow", "another")
    ended = site.ended("OnceFlow", "nightly")
    assert ended.phase == "succeeded"
    assert {step.step: step.succeeded for step in ended.steps} == {"start": 1, "work": 1, "end": 1}
    assert [run.run for run in deployer.runs("OnceFlow", 5)] == ["nightly"]
    assert any("work-0" in line or "start" in line for line in deployer.logs("OnceFlow", "nightly", None))


def test_a_broken_dag_over_a_good_one(site: Site, gate: Path, tmp_path: Path) -> None:
    good = site.compile(variant(tmp_path, "BrokenFlow", {}))
    site.deploy(good)
    run = site.trigger("BrokenFlow", {"gate": str(gate)})
    pid_of_work(gate)
    with pytest.raises(DeployError, match=r"cannot import BrokenFlow\.py: NameError: name 'nonsense'"):
        site.deploy(broken(good))
    with pytest.raises(DeployError, match="cannot import"):
        site.deploy(broken(good))  # nothing to write, and still not live
    with pytest.raises(DeployError):
        site.deployer.trigger("BrokenFlow", {"gate": str(gate)}, None)
    site.deploy(good)
    (gate / "open").touch()
    assert site.ended("BrokenFlow", run).phase == "succeeded"
    again = site.trigger("BrokenFlow", {"gate": str(gate)})
    assert site.ended("BrokenFlow", again).phase == "succeeded"


def test_a_redeploy_in_mid_run(site: Site, gate: Path, tmp_path: Path) -> None:
    old = site.compile(variant(tmp_path / "old", "MovedFlow", {}))
    new = site.compile(variant(tmp_path / "new", "MovedFlow", {'LABEL = "first"': 'LABEL = "second"'}))
    site.deploy(old)
    run = site.trigger("MovedFlow", {"gate": str(gate)})
    pid_of_work(gate)
    site.deploy(new)
    (gate / "open").touch()
    assert site.ended("MovedFlow", run).phase == "succeeded"
    data = site.artifacts("MovedFlow", run, "end")
    labels = [data.began, data.worked, data.ended]
    assert labels == ["first", "first", "first"], "the run finishes on the package that it began with"
    later = site.trigger("MovedFlow", {"gate": str(gate)})
    assert site.ended("MovedFlow", later).phase == "succeeded"
    assert site.artifacts("MovedFlow", later, "end").began == "second"


def test_old_packages_go_when_no_run_needs_them(site: Site, gate: Path, tmp_path: Path) -> None:
    old = site.compile(variant(tmp_path / "old", "PrunedFlow", {}))
    new = site.compile(variant(tmp_path / "new", "PrunedFlow", {'LABEL = "first"': 'LABEL = "second"'}))
    site.deploy(old)
    run = site.trigger("PrunedFlow", {"gate": str(gate)})
    pid_of_work(gate)
    before = site.airflow.dags / build_of(old).package
    site.deploy(replace(new, prune=True))
    assert before.is_file()
    (gate / "open").touch()
    site.ended("PrunedFlow", run)
    made = site.deploy(replace(new, prune=True))
    assert made == (Change(kind="delete", object=f"file {build_of(old).package}"),)
    assert not before.exists()
    assert (site.airflow.dags / build_of(new).package).is_file()


def test_two_deployments_at_once(site: Site, tmp_path: Path) -> None:
    wanted = [
        site.compile(variant(tmp_path / label, "RacedFlow", {'LABEL = "first"': f'LABEL = "{label}"'}))
        for label in ("left", "right")
    ]

    def deploy(one: Wanted) -> str:
        try:
            site.deploy(one)
        except Conflict:
            return "overtaken"
        return "live"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(deploy, wanted))
    assert outcomes in (["live", "live"], ["live", "overtaken"])
    text = (site.airflow.dags / "RacedFlow.py").read_text(encoding="utf-8")
    (winner,) = [build_of(one) for one in wanted if build_of(one).text == text]
    until(lambda: winner.tag in _tags(site, "RacedFlow"), 60, "the build that was written last")


def _tags(site: Site, dag: str) -> set[str]:
    answer = site.deployer._server.dag(dag)
    return {tag["name"] for tag in answer["tags"]} if answer else set()


def test_passes_of_a_loop_are_tasks_of_its_run(site: Site, tmp_path: Path) -> None:
    file = Path(__file__).resolve().parents[2] / "golden" / "loop_to_itself" / "flow.py"
    site.deploy(site.compile(file))
    runs = [site.trigger("LoopToItselfFlow", {"rounds": rounds}, f"of-{rounds}") for rounds in (1, 2)]
    states = [site.ended("LoopToItselfFlow", run) for run in runs]
    assert [{step.step: step.succeeded for step in state.steps} for state in states] == [
        {"start": 1, "improve": 1, "report": 1, "end": 1},
        {"start": 1, "improve": 2, "report": 1, "end": 1},
    ]
    logs = list(site.deployer.logs("LoopToItselfFlow", "of-2", "improve"))
    assert len([line for line in logs if "attempt=1.log" in line]) == 2


def test_what_cannot_be_reached_is_said(tmp_path: Path) -> None:
    from flowc.backends.airflow.deploy.deployer import AirflowDeployer
    from flowc.backends.deployment import Connection, Unreachable

    nobody = AirflowDeployer(Connection(options={"server": "http://127.0.0.1:9", "dags": str(tmp_path)}))
    with pytest.raises(Unreachable, match=r"http://127\.0\.0\.1:9"):
        nobody.runs("Flow", 1)
    with pytest.raises(DeployError, match="server"):
        AirflowDeployer(Connection(options={"dags": str(tmp_path)})).runs("Flow", 1)
