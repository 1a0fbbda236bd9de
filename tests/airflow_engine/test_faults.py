"""What breaks while a run is under way, and what comes of it: docs/operations.md says the same."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.airflow_engine.site import Site, attempts, pid_of_work, until, variant

pytestmark = pytest.mark.xdist_group("airflow-server")


def test_a_task_that_is_killed_is_tried_again(site: Site, gate: Path, tmp_path: Path) -> None:
    site.deploy(site.compile(variant(tmp_path, "KilledFlow", {})))
    run = site.trigger("KilledFlow", {"gate": str(gate)})
    os.kill(pid_of_work(gate), signal.SIGKILL)
    pid_of_work(gate, 2)
    (gate / "open").touch()
    assert site.ended("KilledFlow", run).phase == "succeeded"
    assert attempts(gate) == ["0", "1"]
    assert site.artifacts("KilledFlow", run, "end").ended == "first"


def test_a_task_that_is_killed_without_retry_fails_the_run(site: Site, gate: Path, tmp_path: Path) -> None:
    changes = {"    @retry(times=2, minutes_between_retries=0)\n": ""}
    site.deploy(site.compile(variant(tmp_path, "KilledOnceFlow", changes)))
    run = site.trigger("KilledOnceFlow", {"gate": str(gate)})
    os.kill(pid_of_work(gate), signal.SIGKILL)
    ended = site.ended("KilledOnceFlow", run)
    assert (ended.phase, ended.message) == ("failed", "failed: work")
    assert attempts(gate) == ["0"]


def test_a_run_goes_on_when_the_scheduler_is_killed_and_started_again(
    site: Site, gate: Path, tmp_path: Path
) -> None:
    site.deploy(site.compile(variant(tmp_path, "SchedulerFlow", {})))
    run = site.trigger("SchedulerFlow", {"gate": str(gate)})
    pid_of_work(gate)
    site.airflow.kill_component("scheduler")
    assert site.deployer.state("SchedulerFlow", run).phase == "running"
    site.airflow.start_component("scheduler")
    (gate / "open").touch()
    assert site.ended("SchedulerFlow", run).phase == "succeeded"
    assert attempts(gate) == ["0", "1"]
    assert site.artifacts("SchedulerFlow", run, "end").ended == "first"
    site.airflow.wait_until_healthy()


def test_a_finished_task_that_is_cleared_is_not_run_again(site: Site, gate: Path, tmp_path: Path) -> None:
    site.deploy(site.compile(variant(tmp_path, "ClearedFlow", {})))
    (gate / "open").touch()
    run = site.trigger("ClearedFlow", {"gate": str(gate)})
    assert site.ended("ClearedFlow", run).phase == "succeeded"
    began = {task["task_id"]: task["start_date"] for task in site.deployer._server.tasks("ClearedFlow", run)}
    site.clear("ClearedFlow", run, "work")
    until(lambda: not site.deployer.state("ClearedFlow", run).has_ended, 30, "the run being taken up again")
    assert site.ended("ClearedFlow", run).phase == "succeeded"
    again = {task["task_id"]: task["start_date"] for task in site.deployer._server.tasks("ClearedFlow", run)}
    assert again["work"] > began["work"]
    assert attempts(gate) == ["0"]
    assert site.artifacts("ClearedFlow", run, "work").worked == "first"
