"""`flowc deploy` and its kin on the command line, against a real Airflow named by the configuration."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flowc.backends.airflow.backend import AirflowBackend
from flowc.backends.airflow.deploy.build import build_of
from flowc.backends.protocol import Request
from tests.airflow_engine.site import Site, variant
from tests.cli.run import Ran, flowc

pytestmark = pytest.mark.xdist_group("airflow-server")

AIRFLOW = ("--target", "airflow")


@pytest.fixture
def here(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder whose configuration names the Airflow of the session."""
    folder = tmp_path / "work"
    folder.mkdir()
    configuration = f"""\
store = "{site.store.url}"
python = "{sys.executable}"

[airflow]
server = "{site.airflow.url}"
dags = "{site.airflow.dags}"
live-within = 90
"""
    (folder / "flowc.toml").write_text(configuration, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FLOWC_CACHE_DIR", str(tmp_path / "cache"))
    return folder


def deploy(*more: str) -> Ran:
    return flowc("deploy", "flow.py", *AIRFLOW, *more)


def kinds(text: str) -> list[str]:
    """The first words of the lines of a plan or of its changes, and the file or DAG without its hash."""
    return [re.sub(r"[0-9a-f]{64}", "HASH", " ".join(line.split())) for line in text.splitlines() if line]


def test_from_the_plan_to_the_second_deployment(site: Site, here: Path) -> None:
    variant(here, "PlannedFlow", {})
    planned = deploy("--dry-run", "--detailed-exitcode")
    assert planned.status == 3
    assert "FLOW323" not in planned.err  # the plan has the package
    first, *lines = kinds(planned.out)
    assert first.startswith("PlannedFlow on airflow@3.3: ")
    assert [line.split()[1:] for line in lines[:-3]] == [["file", "_flowc/.airflowignore"]]
    assert lines[-3:] == [
        "create file _flowc/HASH.pyz",
        "create file PlannedFlow.py",
        "create DAG PlannedFlow",
    ]
    assert not (site.airflow.dags / "PlannedFlow.py").exists()
    made = deploy()
    assert made.status == 0
    assert kinds(made.out)[-4:] == [
        "created file _flowc/HASH.pyz",
        "created file PlannedFlow.py",
        "created DAG PlannedFlow",
        "PlannedFlow is live",
    ]
    again = deploy("--detailed-exitcode", "--dry-run")
    assert (again.status, again.out) == (0, "PlannedFlow on airflow@3.3: unchanged (4 objects)\n")
    assert deploy().out == again.out
    as_json = json.loads(deploy("--json").out)
    assert (as_json["event"], as_json["changed"], as_json["notes"]) == ("planned", False, [])


def test_what_is_live_is_compared(here: Path) -> None:
    file = variant(here, "LiveFlow", {})
    deploy()
    same = flowc("diff", "flow.py", "--live", *AIRFLOW)
    assert (same.status, same.out) == (0, "LiveFlow on airflow@3.3: unchanged (4 objects)\n")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("times=2", "times=4"), encoding="utf-8")
    other = flowc("diff", "flow.py", "--live", *AIRFLOW)
    assert other.status == 1
    assert '-    work = start >> step("work", retries=2' in other.out
    assert '+    work = start >> step("work", retries=4' in other.out


def test_a_run_is_followed_to_its_end(here: Path, gate: Path) -> None:
    variant(
        here,
        "FollowedFlow",
        {"self.worked = LABEL": "self.worked = LABEL; print('at', 'work')"},
    )
    deploy()
    (gate / "open").touch()
    ran = flowc("trigger", "flow.py", *AIRFLOW, "--gate", str(gate), "--run-id", "nightly", "--wait")
    assert ran.status == 0, ran.err
    assert ran.out.startswith("FollowedFlow/nightly is started\nhttp://127.0.0.1:")
    for step in ("start", "work", "end"):
        assert re.search(rf"^.*\b{step}\b.*$", ran.out, re.MULTILINE), ran.out
    assert "\x1b" not in ran.out
    again = flowc("trigger", "FollowedFlow", *AIRFLOW, "--gate", str(gate), "--run-id", "nightly")
    assert (again.status, again.out.splitlines()[0]) == (0, "FollowedFlow/nightly had been started before")
    taken = flowc("trigger", "flow.py", *AIRFLOW, "--gate", str(here), "--run-id", "nightly")
    assert (taken.status, "FLOW347" in taken.err) == (1, True)
    status = flowc("status", "FollowedFlow/nightly", *AIRFLOW)
    assert status.status == 0
    assert "FollowedFlow/nightly  succeeded" in status.out
    assert [line for line in status.out.splitlines() if line.endswith(": 1 done")] == [
        "  start: 1 done",
        "  work: 1 done",
        "  end: 1 done",
    ]
    runs = flowc("runs", "flow.py", *AIRFLOW, "--json")
    (row,) = [json.loads(line) for line in runs.out.splitlines()]
    assert (row["run"], row["status"]) == ("FollowedFlow/nightly", "succeeded")
    logs = flowc("logs", "FollowedFlow/nightly/work", *AIRFLOW)
    assert logs.status == 0
    assert logs.out == "[work/r] at work\n"


def test_a_run_that_fails_is_told_by_the_exit_status(here: Path, gate: Path) -> None:
    changes = {"self.began = LABEL\n": "self.began = 1 / 0\n"}
    variant(here, "FailingFlow", changes)
    deploy()
    ran = flowc("trigger", "flow.py", *AIRFLOW, "--gate", str(gate), "--wait")
    assert ran.status == 1
    assert "error: the run failed: failed: start\nhelp: flowc logs FailingFlow/" in ran.err
    run = ran.err.partition("flowc logs ")[2].split()[0]
    assert "ZeroDivisionError" in flowc("logs", f"{run}/start", *AIRFLOW).out


def test_a_parameter_that_is_wrong_starts_nothing(here: Path) -> None:
    variant(here, "WrongParameterFlow", {"type=str": "type=int"})
    deploy()
    ran = flowc("trigger", "flow.py", *AIRFLOW, "--gate", "many")
    assert (ran.status, "FLOW346" in ran.err) == (1, True)
    assert flowc("runs", "flow.py", *AIRFLOW).out == ""
    refused = flowc("trigger", "WrongParameterFlow", *AIRFLOW, "--gate", "many")
    assert (refused.status, "answers 400" in refused.err) == (1, True)


def test_a_file_that_has_changed_is_noted(here: Path, gate: Path) -> None:
    file = variant(here, "ChangedFlow", {})
    deploy()
    (gate / "open").touch()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('LABEL = "first"', 'LABEL = "later"'), encoding="utf-8")
    ran = flowc("trigger", "flow.py", *AIRFLOW, "--gate", str(gate), "--wait", "--json")
    assert ran.err.startswith("note: flow.py has changed since it was deployed; this runs what is deployed")
    assert ran.status == 0
    events: list[dict[str, Any]] = [json.loads(line) for line in ran.out.splitlines()]
    assert events[-1]["status"] == "succeeded"


def test_a_dag_that_cannot_be_imported_fails_the_deployment(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variant(here, "NonsenseFlow", {})
    emit = AirflowBackend.emit

    def broken(backend: AirflowBackend, request: Request) -> Any:
        document, *others = emit(backend, request)
        lines = document.text.splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if 'step("work"' in line)
        text = "".join([*lines[: at + 1], "    nonsense\n", *lines[at + 1 :]])
        return (replace(document, text=text), *others)

    monkeypatch.setattr(AirflowBackend, "emit", broken)
    ran = deploy()
    assert ran.status == 1
    assert "error[FLOW343]" in ran.err
    assert (
        "cannot import NonsenseFlow.py: NameError: name 'nonsense' is not defined (flow.py:24, step work)"
        in (" ".join(ran.err.split()))
    )
    assert "is live" not in ran.out
    monkeypatch.undo()


def test_what_is_not_said_is_asked_for(site: Site, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variant(here, "SilentFlow", {})
    settings = (here / "flowc.toml").read_text(encoding="utf-8")
    (here / "flowc.toml").write_text(settings.partition("[airflow]")[0], encoding="utf-8")
    unbound = deploy()
    assert (unbound.status, "error[FLOW340]" in unbound.err) == (1, True)
    assert "set `dags` in [airflow], or --dags" in unbound.err
    nobody = flowc("trigger", "SilentFlow", *AIRFLOW)
    assert (nobody.status, "set `server` in [airflow], or --server" in nobody.err) == (1, True)
    away = flowc("runs", "SilentFlow", *AIRFLOW, "--server", "http://127.0.0.1:9")
    assert (away.status, "error[FLOW342]" in away.err) == (1, True)
    written = deploy("--dags", str(here / "dags"), "--prune")
    assert written.status == 0
    assert "note: no `server` is named: files are written, and nothing is waited for" in written.out
    assert written.out.splitlines()[-1] == "SilentFlow is written"
    monkeypatch.setitem(sys.modules, "airflow_client.client", None)
    missing = flowc("runs", "SilentFlow", *AIRFLOW, "--server", site.airflow.url)
    assert (missing.status, "error[FLOW341]" in missing.err) == (1, True)
    assert "pip install 'flowc[airflow]'" in missing.err


def test_a_flow_of_a_project_is_found_by_its_class(site: Site, here: Path, gate: Path) -> None:
    file = variant(
        here, "ProjectedFlow", {"from flowc import FlowSpec": "from flowc import project, FlowSpec"}
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("class Proj", '@project(name="team")\nclass Proj'), encoding="utf-8")
    deploy()
    found = site.deployer.find("ProjectedFlow")
    wanted = site.compile(file)
    assert (found.name, found.flow) == ("team.ProjectedFlow", "ProjectedFlow")
    assert (found.package, found.store) == (build_of(wanted).digest, site.store.url)
    (gate / "open").touch()
    ran = flowc("trigger", "ProjectedFlow", *AIRFLOW, "--gate", str(gate), "--wait")
    assert (ran.status, ran.out.startswith("team.ProjectedFlow/")) == (0, True)
